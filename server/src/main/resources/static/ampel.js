// The one script of Ampel: the request token, live events, theme, keys and small dialogs.
// Nothing here holds state of its own; the server has it all.
(() => {
  const body = document.body;

  // Requests of htmx carry the token that the server put into a cookie.
  const cookie = (name) =>
    document.cookie.split("; ").find((part) => part.startsWith(name + "="))?.slice(name.length + 1);
  body.addEventListener("htmx:configRequest", (event) => {
    const token = cookie("XSRF-TOKEN");
    if (token) event.detail.headers["X-XSRF-TOKEN"] = decodeURIComponent(token);
  });

  // A problem never replaces what it is about: it goes to the nearest slot, else above the page.
  body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    if (!xhr.getResponseHeader("Ampel-Problem")) return;
    const origin = event.detail.requestConfig?.elt ?? target;
    const slot = origin.closest?.("[data-problems]");
    event.detail.target = slot?.querySelector("[data-problem-slot]") ?? document.getElementById("messages");
    event.detail.swapOverride = "innerHTML";
  });
  body.addEventListener("htmx:sendError", () => body.classList.add("offline"));
  body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) body.classList.remove("offline");
  });

  // Live events: one stream per browser. The tab that holds the lock listens and tells the others.
  // An element asks to be told with hx-trigger="live-<topic> from:body" or "live-<topic>-<id> from:body".
  const tell = ({ topic, id }) => {
    body.dispatchEvent(new CustomEvent(`live-${topic}`, { detail: { id } }));
    if (id) body.dispatchEvent(new CustomEvent(`live-${topic}-${id}`, { detail: { id } }));
  };
  const events = body.dataset.events;
  if (events && window.EventSource) {
    const channel = new BroadcastChannel("ampel-events");
    channel.onmessage = (message) => tell(message.data);
    let left = false;
    const listen = () =>
      new Promise((done) => {
        let opened = false;
        const stream = new EventSource(events);
        stream.onopen = () => {
          // Whatever happened while nobody listened is found by looking again.
          if (opened) share({ topic: "resync", id: "" });
          opened = true;
        };
        stream.addEventListener("live", (event) => share(JSON.parse(event.data)));
        const share = (event) => {
          channel.postMessage(event);
          tell(event);
        };
        const end = () => {
          stream.close();
          done();
        };
        stream.onerror = () => {
          if (stream.readyState === EventSource.CLOSED && !left) setTimeout(end, 5000);
        };
        addEventListener("pagehide", end, { once: true });
      });
    const lead = async () => {
      while (!left) await listen();
    };
    addEventListener("pagehide", () => (left = true));
    addEventListener("pageshow", (event) => {
      if (event.persisted) location.reload();
    });
    if (navigator.locks) {
      navigator.locks.request("ampel-events", lead);
    } else {
      // Plain http on a network address has no locks: a lease in the local storage stands in.
      const me = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
      let leading = false;
      const campaign = () => {
        const [holder, until] = (localStorage.getItem("ampel-events") ?? "").split(" ");
        if (holder !== me && Number(until) > Date.now()) return;
        localStorage.setItem("ampel-events", `${me} ${Date.now() + 7000}`);
        if (!leading) lead();
        leading = true;
      };
      setTimeout(campaign, Math.random() * 300);
      setInterval(campaign, 3000);
      addEventListener("pagehide", () => {
        if (leading) localStorage.removeItem("ampel-events");
      });
    }
  }

  // Theme: as the system, light, dark.
  const root = document.documentElement;
  const themes = ["system", "light", "dark"];
  const showTheme = () => {
    const choice = root.dataset.themeChoice || "system";
    document.querySelectorAll("[data-theme-next]").forEach((button) => {
      const label = button.querySelector("[data-theme-label]");
      if (label) label.textContent = button.getAttribute(`data-label-${choice}`);
    });
    document.querySelectorAll("[data-theme]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.theme === choice));
    });
  };
  const setTheme = (choice) => {
    window.ampelTheme(choice);
    showTheme();
  };
  showTheme();

  // Copying, dismissing, opening and closing.
  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copies);
    const text = source.value ?? source.textContent;
    try {
      await navigator.clipboard.writeText(text.trim());
    } catch {
      source.select?.();
      document.execCommand("copy");
    }
    button.classList.add("done");
    const label = button.querySelector("[data-copied]");
    if (label) label.textContent = label.dataset.copied;
  };
  document.addEventListener("click", (event) => {
    const hit = (selector) => event.target.closest(selector);
    let found;
    if ((found = hit("[data-dismiss]"))) found.closest("[data-note]")?.remove();
    if ((found = hit("[data-opens]"))) document.getElementById(found.dataset.opens)?.showModal();
    if ((found = hit("[data-closes]"))) found.closest("dialog")?.close();
    if ((found = hit("[data-copies]"))) copy(found);
    if ((found = hit("[data-theme]"))) setTheme(found.dataset.theme);
    if (hit("[data-theme-next]")) {
      setTheme(themes[(themes.indexOf(root.dataset.themeChoice || "system") + 1) % themes.length]);
    }
    if (hit("[data-keys-help]")) showKeys();
    if (event.target instanceof HTMLDialogElement && event.target.open) event.target.close();
  });

  // A form goes once; its button says so.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog" || event.defaultPrevented || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) return event.preventDefault();
    if (form.method === "post") {
      form.dataset.sent = "yes";
      form.querySelectorAll("button[type=submit], button:not([type])").forEach((b) => b.classList.add("busy"));
    }
  });

  // Ages keep counting while a page stands open; the server wrote the first ones.
  const minute = 60, hour = 3600, day = 86400;
  const relative = new Intl.RelativeTimeFormat(root.lang || "en", { numeric: "auto", style: "narrow" });
  setInterval(() => {
    document.querySelectorAll("time[datetime]").forEach((time) => {
      if (!time.title || time.hasAttribute("data-fixed")) return;
      const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
      const size = Math.abs(seconds);
      if (size < 45) return;
      time.textContent =
        size < hour ? relative.format(Math.round(seconds / minute), "minute")
        : size < 36 * hour ? relative.format(Math.round(seconds / hour), "hour")
        : relative.format(Math.round(seconds / day), "day");
    });
  }, 60000);

  // Keys. Anything with data-key="g d" is pressed by that sequence; rows carry data-row.
  const dialog = document.getElementById("keys");
  const nameOf = (element) =>
    element.getAttribute("aria-label") || element.dataset.keyName || element.textContent.trim();
  const showKeys = () => {
    const list = dialog.querySelector("dl");
    const entries = [...document.querySelectorAll("[data-key]")].map((e) => [e.dataset.key, nameOf(e)]);
    if (document.querySelector("[data-search]")) entries.push(["/", list.dataset.keySearch]);
    if (document.querySelector("[data-row]")) {
      entries.push(["j", list.dataset.keyNext], ["k", list.dataset.keyPrevious], ["Enter", list.dataset.keyOpen]);
    }
    const seen = new Map(entries.reverse());
    list.replaceChildren(
      ...[...seen].reverse().map(([keys, name]) => {
        const row = document.createElement("div");
        const term = document.createElement("dt");
        term.append(...keys.split(" ").map((key) => Object.assign(document.createElement("kbd"), { textContent: key })));
        row.append(term, Object.assign(document.createElement("dd"), { textContent: name }));
        return row;
      }));
    dialog.showModal();
  };
  const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const here = all.findIndex((row) => row.contains(document.activeElement) || row.hasAttribute("data-at"));
    const next = all[Math.min(all.length - 1, Math.max(0, here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step))];
    all.forEach((row) => row.toggleAttribute("data-at", row === next));
    (next.matches("a, button, [tabindex]") ? next : next.querySelector("a, button, [tabindex]"))?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  let typed = "";
  let forget;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    const press = (act) => {
      event.preventDefault();
      typed = "";
      act();
    };
    if (event.key.length > 1) return;
    clearTimeout(forget);
    forget = setTimeout(() => (typed = ""), 1200);
    typed = (typed + " " + event.key).trim();
    const candidates = [...document.querySelectorAll("[data-key]")];
    const at = rows().find((row) => row.hasAttribute("data-at"));
    const match = (sequence) =>
      at?.querySelector(`[data-key="${CSS.escape(sequence)}"]`) ??
      candidates.find((element) => element.dataset.key === sequence && !element.closest("[data-row]"));
    const found = match(typed);
    if (found) return press(() => found.click());
    if (candidates.some((element) => element.dataset.key.startsWith(typed + " "))) return;
    typed = event.key;
    const single = match(typed);
    if (single) return press(() => single.click());
    if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (search) press(() => { search.focus(); search.select?.(); });
    } else if (event.key === "j") press(() => move(1));
    else if (event.key === "k") press(() => move(-1));
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    if (row) rows().forEach((other) => other.toggleAttribute("data-at", other === row));
  });
})();
