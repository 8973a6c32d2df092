// The page of passages: filters, a chart that follows them, and the passages. The data stands beside it in the page;
// texts are only ever put in as text. What is chosen stands in the address, so that a view can be sent as a link.
(() => {
  "use strict";
  const STEP = 40;
  const BARS = 160; // more periods than this are drawn by the next longer one
  const LONG = 60; // letters of a codebook line that are shown
  const SVG = "http://www.w3.org/2000/svg";
  const KEYS = ["frame", "source", "group", "country", "ownership", "actor", "period", "part", "text"];
  const OUTLETS = ["source", "group", "country", "ownership"];
  const PLACES = ["headline", "lead", "body"];

  function make(name, text, attributes) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    return made;
  }

  function drawn(name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // A date is known to the day, the month or the year; it belongs to no finer period than that.
  function periodOf(day, every) {
    if (every === "year") return day.slice(0, 4);
    if (day.length < 7) return "";
    return every === "month" ? day.slice(0, 7) : day.slice(0, 4) + "Q" + Math.ceil(Number(day.slice(5, 7)) / 3);
  }

  const kindOf = (period) => (period.length === 4 ? "year" : period.includes("Q") ? "quarter" : "month");
  const spoken = (period) => period.replace("Q", " Q");
  const counted = (n, one, many) => n.toLocaleString("en-GB") + " " + (n === 1 ? one : many || one + "s");

  function dated(day) {
    if (!day) return "undated";
    if (day.length === 4) return day;
    const options = { month: "long", year: "numeric", timeZone: "UTC", ...(day.length > 7 && { day: "numeric" }) };
    return new Intl.DateTimeFormat("en-GB", options).format(new Date(day.length > 7 ? day : day + "-01"));
  }

  function start(root) {
    const data = JSON.parse(root.querySelector(".explorer-data").textContent);
    const form = root.querySelector("form");
    const status = root.querySelector(".explorer-status");
    const chart = root.querySelector(".explorer-chart");
    const list = root.querySelector(".explorer-list");
    const more = root.querySelector(".explorer-more");
    const back = root.querySelector(".explorer-back");
    const field = Object.fromEntries(["frame", "outlets", "actor", "every", "period", "part", "text"].map((name) => [name, form.elements[name]]));
    const owned = document.body.classList.contains("page"); // elsewhere the address is not ours
    const codes = new Map(data.frames.map(([code], i) => [code, i]));
    const small = data.passages.map((p) => (p[4] + "\n" + data.articles[p[0]][2]).toLowerCase());
    const seen = new Int32Array(data.articles.length);
    let turn = 0, found = [], shown = 0, state = {};

    function read() {
      const asked = new URLSearchParams(owned ? location.hash.slice(1) : "");
      return Object.fromEntries(KEYS.map((key) => [key, asked.get(key) || ""]).filter(([, value]) => value));
    }

    function address(changes) {
      const asked = { ...state, ...changes };
      return "#" + KEYS.filter((key) => asked[key]).map((key) => key + "=" + encodeURIComponent(asked[key])).join("&");
    }

    function periods(every) {
      const all = new Set();
      for (const [, month] of data.counted) { const at = periodOf(month, every); if (at) all.add(at); }
      const known = [...all].sort();
      if (known.length < 2) return known;
      const [first, last] = [known[0], known[known.length - 1]];
      const filled = [];
      for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year++) {
        const y = String(year).padStart(4, "0");
        if (every === "year") filled.push(y);
        else if (every === "quarter") for (let q = 1; q <= 4; q++) filled.push(y + "Q" + q);
        else for (let m = 1; m <= 12; m++) filled.push(y + "-" + String(m).padStart(2, "0"));
      }
      return filled.filter((each) => each >= first && each <= last);
    }

    function offer(every) {
      const names = periods(every);
      field.period.replaceChildren(make("option", "All the time", { value: "" }), ...names.map((p) => make("option", spoken(p), { value: p })));
    }

    // Put what the address says into the form; what no option has is left out of the filter and of the address.
    function show() {
      const asked = read();
      const of = OUTLETS.find((key) => asked[key]);
      const every = asked.period ? kindOf(asked.period) : field.every.value;
      if (field.every.value !== every || !field.period.options.length) { field.every.value = every; offer(every); }
      const wanted = { frame: asked.frame, outlets: of ? of + ":" + asked[of] : "", actor: asked.actor, period: asked.period, part: asked.part, text: asked.text };
      for (const [name, value] of Object.entries(wanted)) {
        field[name].value = value || "";
        if (field[name].selectedIndex === -1) field[name].value = "";
      }
    }

    function chosen() {
      const made = { frame: field.frame.value, actor: field.actor.value, period: field.period.value, part: field.part.value, text: field.text.value.trim() };
      const [of, ...name] = field.outlets.value.split(":");
      if (of) made[of] = name.join(":");
      return Object.fromEntries(Object.entries(made).filter(([, value]) => value));
    }

    function filter() {
      state = chosen();
      const frame = state.frame ? codes.get(state.frame) : -1;
      const of = OUTLETS.findIndex((key) => state[key]);
      const inside = data.outlets.map((each) => of === -1 || each[of] === state[OUTLETS[of]]);
      const actor = state.actor ? data.actors.indexOf(state.actor) : -1;
      const text = (state.text || "").toLowerCase();
      const every = field.every.value;
      const kept = data.articles.map((a) => inside[a[0]] && (actor === -1 || a[4].includes(actor)));
      const at = data.articles.map((a) => periodOf(a[1], every));
      const totals = new Map();
      turn += 1;
      found = [];
      let articles = 0, all = 0;
      for (let i = 0; i < data.passages.length; i++) {
        const [article, code, , place] = data.passages[i];
        if (!kept[article] || (frame !== -1 && code !== frame)) continue;
        if (state.part && PLACES[place] !== state.part) continue;
        if (text && !small[i].includes(text)) continue;
        const fresh = seen[article] !== turn;
        if (fresh) { seen[article] = turn; totals.set(at[article], (totals.get(at[article]) || 0) + 1); all += 1; }
        if (state.period && at[article] !== state.period) continue;
        if (fresh) articles += 1;
        found.push(i);
      }
      draw(totals, inside, every);
      status.textContent = found.length
        ? counted(found.length, "passage") + " in " + counted(articles, "article") + (state.period && all > articles ? "; " + counted(all, "article") + " in all the time" : "") + "."
        : "No passage here has all of this. Take a filter away.";
      list.replaceChildren();
      shown = 0;
      append();
      if (owned && address({}) !== (location.hash || "#")) history.replaceState(null, "", address({}));
    }

    function draw(totals, inside, every) {
      const names = periods(every);
      const bases = new Map();
      for (const [outlet, month, n] of data.counted) {
        const at = inside[outlet] ? periodOf(month, every) : "";
        if (at) bases.set(at, (bases.get(at) || 0) + n);
      }
      const whole = data.every && !(state.text || state.part) || data.all;
      const value = (p) => (whole ? (bases.get(p) ? (100 * (totals.get(p) || 0)) / bases.get(p) : NaN) : totals.get(p) || 0);
      const top = Math.max(...names.map((p) => value(p) || 0), 0);
      chart.replaceChildren();
      if (names.length < 2 || !top || names.length > BARS) return;
      const ceiling = (whole ? [5, 10, 20, 40, 60, 80, 100] : [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 1e4, 1e5]).find((each) => each >= top);
      const title = whole ? "Share of articles with such a passage, %, as counted" : "Articles with such a passage on this page";
      const wide = Math.max(320, Math.min(720, chart.clientWidth || 720)), high = 150, left = 34, base = 120, step = (wide - left) / names.length;
      const svg = drawn("svg", { viewBox: `0 0 ${wide} ${high}`, role: "group", "aria-label": title });
      const quiet = drawn("g", { "aria-hidden": "true", class: "explorer-axis" });
      for (const tick of [0, ceiling / 2, ceiling]) {
        const y = base - (tick / ceiling) * (base - 12);
        quiet.append(drawn("line", { x1: left, x2: wide, y1: y, y2: y }), drawn("text", { x: left - 6, y: y + 4, "text-anchor": "end" }, String(tick)));
      }
      let last = "";
      names.forEach((p, i) => {
        const year = p.slice(0, 4);
        if (year !== last && (step * (every === "year" ? 1 : every === "quarter" ? 4 : 12) >= 34 || Number(year) % 5 === 0))
          quiet.append(drawn("text", { x: left + step * i, y: base + 16 }, year));
        last = year;
      });
      svg.append(quiet);
      names.forEach((p, i) => {
        const share = value(p);
        if (!share) return;
        const tall = (share / ceiling) * (base - 12);
        const link = drawn("a", { href: address({ period: p === state.period ? "" : p }) });
        const of = whole ? ` of ${bases.get(p)}, ${share.toFixed(share < 1 ? 1 : 0)}%` : "";
        link.append(
          drawn("title", {}, `${spoken(p)}: ${counted(totals.get(p) || 0, "article")}${of}`),
          drawn("rect", { class: "hit", x: left + step * i, y: 0, width: step, height: base }),
          drawn("rect", { class: !state.period || p === state.period ? "bar" : "bar pale", x: left + step * (i + 0.12), y: base - tall, width: step * 0.76, height: tall }),
        );
        link.addEventListener("click", (event) => {
          event.preventDefault();
          field.period.value = p === state.period ? "" : p;
          filter();
          // The bars are new ones: the reader stays on the one that was chosen.
          const again = [...chart.querySelectorAll("a")].find((each) => each.dataset.period === p);
          if (again) again.focus();
        });
        link.dataset.period = p;
        svg.append(link);
      });
      chart.append(make("figcaption", title), svg);
    }

    function item(i) {
      const [article, code, term, place, text, at, long] = data.passages[i];
      const [outlet, day, headline, url] = data.articles[article];
      const made = make("li");
      const from = make("p", undefined, { class: "from" });
      from.append(make("bdi", data.outlets[outlet][0] || "unknown source"), ", " + dated(day) + " · ");
      const title = url ? make("a", undefined, { href: url, rel: "noopener noreferrer" }) : make("span");
      title.append(make("bdi", headline || "no headline"));
      from.append(title);
      const said = make("p", undefined, { dir: "auto" });
      const cut = PLACES[place] === "headline" ? "" : "…";
      said.append(cut + text.slice(0, at), make("mark", text.slice(at, at + long)), text.slice(at + long) + cut);
      const why = make("p", undefined, { class: "why" });
      const line = data.terms[term];
      const short = line.length > LONG ? line.slice(0, LONG).trimEnd() + "…" : line;
      why.append(data.frames[code][1] + ", by the line ", make("code", short, { title: line }));
      if (back.hash && back.getAttribute("href")[0] !== "#" && data.main.includes(data.frames[code][0])) {
        const link = make("a", "in the chart", { href: back.getAttribute("href") });
        why.append(" · ", link);
      }
      made.append(from, said, why);
      return made;
    }

    function append() {
      const next = found.slice(shown, shown + STEP);
      list.append(...next.map(item));
      shown += next.length;
      const left = found.length - shown;
      more.hidden = !left;
      more.textContent = left ? `Show ${Math.min(left, STEP)} more of ${counted(left, "passage")}` : "";
    }

    form.addEventListener("input", (event) => {
      if (event.target === field.every) { offer(field.every.value); }
      filter();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { offer(field.every.value); filter(); }));
    more.addEventListener("click", () => {
      const first = shown;
      append();
      const next = list.children[first];
      next.tabIndex = -1;
      next.focus();
    });
    if (owned) addEventListener("hashchange", () => { if (location.hash !== address({}) && location.hash.includes("=")) { show(); filter(); } });
    offer(field.every.value);
    show();
    filter();
    root.classList.add("ready");
    if (owned && location.hash.includes("=")) root.scrollIntoView({ behavior: "instant" });
  }

  for (const root of document.querySelectorAll(".explorer:not(.ready)")) start(root);
})();
