// The search. Words come from an index that is fetched when somebody means to search, as a classic
// script, so that it works from a folder too; what is typed stays in the page. How the index is
// made, and what it holds, stands in viche/finder/catalogue.py.
"use strict";
const vicheSearch = (() => {
  // Words, and what makes two spellings of them one: as in viche/finder/words.py.
  const MARKS = "\\u0300-\\u036f\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7";
  const UNSEEN = "\\u00ad\\u200b-\\u200d\\u2060";
  const APOSTROPHES = "'`\\u00b4\\u2018\\u2019\\u02bc\\u02b9\\u2032\\u05f3\\uff07";
  const LETTER = "\\p{L}\\p{N}";
  const WORD = new RegExp(
    `[${LETTER}](?:[${LETTER}${MARKS}${UNSEEN}]|[${APOSTROPHES}\\u05f4](?=[${LETTER}])|"(?=[א-ת]))*`,
    "gu",
  );
  const HYPHEN = /^[-\u2010\u2011\u05be]$/u;
  const LEFT_OUT = new RegExp(`[${APOSTROPHES}${UNSEEN}\\u05f4"]`, "gu");
  const OVER = new RegExp(`([иі][\\u0306\\u0308])|[${MARKS}]`, "gu");
  const SAME = { ґ: "г", ł: "l", ø: "o", đ: "d", ı: "i", ך: "כ", ם: "מ", ן: "נ", ף: "פ", ץ: "צ", ß: "ss", æ: "ae", œ: "oe" };
  const SAME_LETTERS = new RegExp(`[${Object.keys(SAME).join("")}]`, "gu");
  const HEBREW_PREFIX = /^ו?(?:ש|כש|מש)?[מבכל]?ה?/u;

  function folded(word) {
    const apart = word.replace(LEFT_OUT, "").normalize("NFKD").replace(LEFT_OUT, "").toLowerCase();
    const same = apart.replace(OVER, "$1").replace(SAME_LETTERS, (letter) => SAME[letter]);
    return same.normalize("NFC");
  }

  function words(text) {
    return [...text.matchAll(WORD)].map((match) => ({
      fold: folded(match[0]),
      start: match.index,
      end: match.index + match[0].length,
    }));
  }

  // What is looked for: words, and those with hyphens between them as one. Of a text that somebody
  // has pasted the first words are enough; to look for all would keep the page busy.
  const MOST_WORDS = 12;
  function asked(query) {
    const found = words(query).slice(0, MOST_WORDS);
    const terms = [];
    found.forEach((word, at) => {
      const before = found[at - 1];
      if (before && HYPHEN.test(query.slice(before.end, word.start))) terms[terms.length - 1].push(word.fold);
      else terms.push([word.fold]);
    });
    return terms;
  }

  // A word without each chain of letters that Hebrew writes together with it.
  function bare(fold) {
    const most = HEBREW_PREFIX.exec(fold)[0].length;
    const rests = [];
    for (let cut = 1; cut <= Math.min(most, fold.length - 2); cut++) rests.push(fold.slice(cut));
    return rests;
  }

  // Whether one letter more, less, another, or two exchanged make one of the other.
  function nearly(one, other) {
    if (Math.abs(one.length - other.length) > 1) return false;
    let start = 0;
    while (start < one.length && one[start] === other[start]) start++;
    let [ends, otherEnds] = [one.length, other.length];
    while (ends > start && otherEnds > start && one[ends - 1] === other[otherEnds - 1]) ends--, otherEnds--;
    const [left, otherLeft] = [one.slice(start, ends), other.slice(start, otherEnds)];
    if (left.length <= 1 && otherLeft.length <= 1) return true;
    return left.length === 2 && left === otherLeft[1] + otherLeft[0];
  }

  // How well a word was met: as it is or in another form, without its prefix, begun, mistyped.
  const [MET, BARE, BEGUN, CUT, MISTYPED] = [1, 0.8, 0.6, 0.4, 0.3];
  // What it weighs where it stands: in a text, a heading, the title of the page.
  const WHERE = [1, 4, 8];
  const [ELSEWHERE, OF_TITLE] = [0.15, 2];
  const [SHOWN, REREAD, OF_PAGE] = [20, 90, 3];

  class Index {
    constructor(data) {
      Object.assign(this, data);
      this.stems = data.stems.split(" ");
      this.endings = data.endings.map((each) => each.split("|"));
      this.places = data.places.split(",");
      this.endingSets = this.endings.map((each) => new Set(each));
      this.byStem = new Map();
      this.stems.forEach((stem, id) => {
        if (this.byStem.has(stem)) this.byStem.get(stem).push(id);
        else this.byStem.set(stem, [id]);
      });
      this.firsts = [];
      this.sections.forEach(([page], number) => {
        if (!(page in this.firsts)) this.firsts[page] = number;
      });
      this.known = new Map();
    }

    // The words of the dictionary that a written word is a form of.
    ids(fold) {
      const ids = [];
      for (let cut = 0; cut <= fold.length; cut++) {
        for (const id of this.byStem.get(fold.slice(0, cut)) || []) {
          if (this.endingSets[this.kinds[id]].has(fold.slice(cut))) ids.push(id);
        }
      }
      return ids;
    }

    // Those, and those of it without its prefixes, each with how well it was met.
    met(fold) {
      if (!this.known.has(fold)) {
        const met = new Map();
        for (const rest of bare(fold)) for (const id of this.ids(rest)) met.set(id, BARE);
        for (const id of this.ids(fold)) met.set(id, MET);
        this.known.set(fold, met);
      }
      return this.known.get(fold);
    }

    some(test, quality, into) {
      this.stems.forEach((stem, id) => {
        if (!into.has(id) && test(stem, this.endings[this.kinds[id]])) into.set(id, quality);
      });
      return into;
    }

    begun(fold, quality, into) {
      const begins = (stem, endings) =>
        stem.startsWith(fold) ||
        (fold.startsWith(stem) && endings.some((each) => each.startsWith(fold.slice(stem.length))));
      return this.some(begins, quality, into);
    }

    // What a typed word may mean. The last one may not be typed to its end yet.
    meant(fold, isLast) {
      const met = new Map(this.met(fold));
      if (isLast && fold.length > 2) this.begun(fold, BEGUN, met);
      if (met.size === 0 && fold.length > 2) this.begun(fold, BEGUN, met);
      if (met.size === 0 && fold.length > 3) {
        this.some((stem, endings) => endings.some((each) => nearly(fold, stem + each)), MISTYPED, met);
      }
      for (let cut = 1; met.size === 0 && cut <= 3 && fold.length - cut >= 4; cut++) {
        this.begun(fold.slice(0, -cut), CUT, met);
      }
      return met;
    }

    // A word with hyphens as its parts, or as one if the parts don't stand here.
    terms(query) {
      const typed = asked(query);
      const ends = /[\p{L}\p{N}]$/u.test(query);
      return typed.flatMap((parts, at) => {
        const isLast = ends && at === typed.length - 1;
        const apart = parts.map((part, n) => this.meant(part, isLast && n === parts.length - 1));
        const whole = parts.length > 1 && apart.some((met) => met.size === 0);
        return whole ? [this.meant(parts.join(""), isLast)] : apart;
      });
    }

    // For each section where a term stands: how much that says.
    weights(term) {
      const weights = new Map();
      for (const [id, quality] of term) {
        let section = 0;
        for (const place of this.places[id].split(" ")) {
          section += Math.floor(place / 3);
          const weight = quality * WHERE[place % 3];
          if (weight > (weights.get(section) || 0)) weights.set(section, weight);
        }
      }
      return weights;
    }

    // The best pages where something is found, each with its best section, and how many there are.
    find(query) {
      const terms = this.terms(query);
      const scores = new Map();
      const weights = terms.map((term) => this.weights(term));
      const pages = weights.map((each) => new Set([...each.keys()].map((at) => this.sections[at][0])));
      for (const section of new Set(weights.flatMap((each) => [...each.keys()]))) {
        const page = this.sections[section][0];
        const first = this.firsts[page];
        let [score, here] = [0, 0];
        weights.forEach((each, n) => {
          const rarity = Math.log(1 + this.pages.length / (pages[n].size || 1));
          const title = first !== section && each.get(first) >= WHERE[2] * CUT ? OF_TITLE : 0;
          const own = each.get(section) || 0;
          if (own || title) here += 1;
          score += rarity * (own + title || (pages[n].has(page) ? ELSEWHERE : 0));
        });
        scores.set(section, score * (here / terms.length) ** 2);
      }
      const best = this.few([...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]));
      const reread = best.map(([section, score]) => this.reread(section, score, terms, query));
      reread.sort((a, b) => b.score - a.score || a.section - b.section);
      const seen = new Set();
      const results = reread.filter(({ page }) => !seen.has(page) && seen.add(page));
      return { count: new Set(pages.flatMap((each) => [...each])).size, results: results.slice(0, SHOWN) };
    }

    // The best sections, some of each page, and of so many pages that none is lost that counts.
    few(sorted) {
      const counts = new Map();
      const some = sorted.filter(([section]) => {
        const page = this.sections[section][0];
        counts.set(page, (counts.get(page) || 0) + 1);
        return counts.get(page) <= OF_PAGE;
      });
      return some.slice(0, REREAD);
    }

    // A section with the words that were met in it. Words near one another say more, and most of
    // all those that stand there as they were typed.
    reread(section, score, terms, query) {
      const [page, anchor, heading, text] = this.sections[section];
      const marked = this.marked(text, terms);
      const typed = words(query).map((word) => word.fold);
      let bonus = 1;
      const near = marked.some((word, n) => {
        const next = marked[n + 1];
        return next && next.term !== word.term && next.start - word.end < 30;
      });
      if (near) bonus += 0.3;
      const [, title] = this.pages[page];
      const written = ` ${words(`${anchor ? heading : title}\n${text}`).map((word) => word.fold).join(" ")} `;
      if (written.includes(` ${typed.join(" ")} `)) bonus += 0.5;
      return { section, page, anchor, heading, text, marked, score: score * bonus };
    }

    // The words of a text that one of the terms means.
    marked(text, terms) {
      return words(text).flatMap((word) => {
        const ids = this.met(word.fold);
        const term = terms.findIndex((each) => [...ids.keys()].some((id) => each.has(id)));
        return term < 0 ? [] : [{ ...word, term }];
      });
    }
  }

  // The stretch of a text where most words were met, from a blank to a blank.
  const LENGTH = 150;
  function stretch(text, marked) {
    let [from, most] = [0, 0];
    marked.forEach((first, n) => {
      const inside = marked.slice(n).filter((word) => word.end - first.start < LENGTH);
      const terms = new Set(inside.map((word) => word.term)).size + inside.length / 100;
      if (terms > most) [from, most] = [Math.max(0, first.start - 40), terms];
    });
    const start = from === 0 ? 0 : text.slice(0, from).search(/\s\S*$/u) + 1;
    const rest = text.slice(start + LENGTH + 40).search(/\s/u);
    return [start, rest < 0 ? text.length : start + LENGTH + 40 + rest];
  }

  function put(parent, text, marked, [start, end] = [0, text.length]) {
    let at = start;
    const shown = (until) => text.slice(at, until).replace(/\n/g, " · ");
    if (start > 0) parent.append("… ");
    for (const word of marked) {
      if (word.start < at || word.end > end) continue;
      parent.append(shown(word.start));
      const mark = document.createElement("mark");
      mark.textContent = text.slice(word.start, word.end);
      parent.append(mark);
      at = word.end;
    }
    parent.append(shown(end));
    if (end < text.length) parent.append(" …");
    return parent;
  }

  return { asked, folded, words, put, stretch, Index, root: new URL("..", document.currentScript.src) };
})();

// The window in which one searches.
(() => {
  const { Index, put, root, stretch } = vicheSearch;
  const page = document.documentElement;
  const opener = document.querySelector(".search-open");
  const dialog = document.querySelector(".search");
  const field = dialog.querySelector("input");
  const said = dialog.querySelector(".search-said");
  const list = dialog.querySelector(".search-found");
  const others = dialog.querySelector(".search-others");

  // An index hands itself over when its script has run.
  const indexes = new Map();
  let taken = null;
  vicheSearch.take = (data) => (taken = new Index(data));
  function index(address) {
    if (!indexes.has(address)) {
      const script = document.createElement("script");
      script.src = new URL("assets/search-index.js", address);
      const read = new Promise((resolve, reject) => {
        script.onload = () => resolve(taken);
        script.onerror = () => (indexes.delete(address), reject(new Error(address)));
      });
      indexes.set(address, read);
      document.head.append(script);
    }
    return indexes.get(address);
  }

  function shown({ page: number, anchor, heading, text, marked }, found, address, terms) {
    const [path, title] = found.pages[number];
    const link = document.createElement("a");
    link.href = new URL(path, address);
    if (anchor) link.hash = anchor;
    const part = (name, content, marks, range) => {
      const element = document.createElement("span");
      element.className = name;
      link.append(put(element, content, marks, range));
    };
    part("search-title", title, found.marked(title, terms));
    if (anchor && heading) part("search-heading", heading, found.marked(heading, terms));
    if (text) part("search-text", text, marked, stretch(text, marked));
    const item = document.createElement("li");
    item.append(link);
    return item;
  }

  // Which search is the latest: an index may come when something else has been typed.
  let latest = 0;
  async function search(address, language) {
    const mine = ++latest;
    const query = field.value.trim();
    others.hidden = true;
    if (!/[\p{L}\p{N}]/u.test(query)) {
      list.textContent = "";
      said.textContent = "";
      return;
    }
    const waiting = setTimeout(() => mine === latest && (said.textContent = said.dataset.loading), 300);
    try {
      const found = await index(address);
      if (mine !== latest) return;
      const { count, results } = found.find(query);
      const terms = found.terms(query);
      list.textContent = "";
      list.append(...results.map((result) => shown(result, found, address, terms)));
      list.lang = language.lang;
      list.dir = language.dir;
      const own = (await index(root.href)).said;
      const counted = own["search-found"];
      const form = counted[new Intl.PluralRules(page.lang).select(count)] || counted.other;
      said.textContent = count ? form.replace("{n}", count) : own["search-none"];
      const elsewhere = count === 0 && others.childElementCount > 0;
      if (elsewhere) said.textContent += ` ${own["search-others"]}`;
      others.hidden = !elsewhere;
    } catch {
      if (mine === latest) said.textContent = said.dataset.failed;
    } finally {
      clearTimeout(waiting);
    }
  }
  const searchHere = () => search(root.href, page);

  // To an old browser (iOS before 15.4) the window is an element like any other; there it opens by
  // its attribute, over a page that stays within reach.
  function open() {
    if (!dialog.showModal) dialog.setAttribute("open", "");
    else if (!dialog.open) dialog.showModal();
    field.focus();
    field.select();
    index(root.href).catch(() => (said.textContent = said.dataset.failed));
  }
  function close() {
    if (dialog.close) return dialog.close();
    dialog.removeAttribute("open");
    opener.focus();
  }

  opener.hidden = false;
  opener.addEventListener("click", open);
  dialog.querySelector(".search-close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    open();
  });
  field.addEventListener("input", searchHere);
  for (const button of others.querySelectorAll("button")) {
    button.addEventListener("click", async () => {
      await search(new URL(button.dataset.root, root).href, button);
      (list.querySelector("a") || field).focus();
    });
  }

  // Keys: down and up walk through what was found, Enter leads to it, Escape closes.
  function walk(step) {
    const stops = [field, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement) + step;
    stops[Math.max(0, Math.min(at, stops.length - 1))].focus();
  }
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    walk(1);
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      walk(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("a")) close();
  });
})();
