// A chart's HTML in JupyterLab, and what is said of it. Its points are links to passages: choosing one is told to Python.
export default {
  render({ model, el }) {
    const said = document.createElement("p");
    const chart = document.createElement("div");
    said.setAttribute("role", "status"); // stands there before anything is said, else a screen reader keeps silent
    said.style.whiteSpace = "pre-line";
    el.classList.add("framing-chart-view");
    el.append(said, chart);
    const say = () => {
      said.textContent = model.get("said");
    };
    const show = () => {
      const held = chart.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
      chart.innerHTML = model.get("html");
      const again = held && [...chart.querySelectorAll("a")].find((each) => each.getAttribute("href") === held);
      if (again) again.focus();
    };
    const choose = (event) => {
      const point = event.target.closest('a[href^="#passages?"]');
      if (!point) return;
      event.preventDefault();
      model.send({ asked: point.getAttribute("href").slice("#passages?".length) });
    };
    chart.addEventListener("click", choose); // Enter on a link is a click
    model.on("change:said", say);
    model.on("change:html", show);
    say();
    show();
    return () => {
      model.off("change:said", say);
      model.off("change:html", show);
    };
  },
};
