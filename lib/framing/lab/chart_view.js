// A chart's HTML in JupyterLab. Its points are links to passages: choosing one is told to Python instead.
export default {
  render({ model, el }) {
    const show = () => {
      const focused = document.activeElement && el.contains(document.activeElement) && document.activeElement.getAttribute("href");
      el.innerHTML = model.get("html");
      const again = focused && [...el.querySelectorAll("a")].find((each) => each.getAttribute("href") === focused);
      if (again) again.focus();
    };
    const choose = (event) => {
      const point = event.target.closest('a[href^="#passages?"]');
      if (!point) return;
      event.preventDefault();
      model.send({ asked: point.getAttribute("href").slice("#passages?".length) });
    };
    el.classList.add("framing-chart-view");
    el.addEventListener("click", choose); // Enter on a link is a click
    model.on("change:html", show);
    show();
    return () => model.off("change:html", show);
  },
};
