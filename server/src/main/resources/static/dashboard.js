// Keeps the list and the open panel fresh, and opens the panel beside the list. The server renders
// everything; what did not change stays the same element, so that nothing flickers or loses focus.
(() => {
  const panel = document.getElementById("panel");
  const beside = Boolean(document.querySelector(".board"));
  const list = () => document.getElementById("list");
  const opened = () => panel?.querySelector(".paper")?.dataset.id;

  const part = async (address, name, again = false) => {
    const headers = { "Ampel-Part": name, "HX-Request": "true" };
    if (again) headers["Ampel-Again"] = "true";
    const answer = await fetch(address, { headers });
    if (answer.redirected) location.reload();
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    return { ok: answer.ok, found: holder.content };
  };

  // Puts new content in place of old and gives the focus back to where it was.
  const keepingFocus = (change) => {
    const { activeElement: focused } = document;
    const id = focused?.id;
    const caret = focused?.selectionStart;
    change();
    const again = id && document.getElementById(id);
    if (!again || again === document.activeElement) return;
    again.focus({ preventScroll: true });
    if (caret != null && again.setSelectionRange) again.setSelectionRange(caret, caret);
  };

  // ---------- the list ----------

  const shown = () => document.querySelectorAll("#list [data-row]").length;
  const listAddress = () => {
    const asked = new URL(list().dataset.address, location.href);
    const cursor = new URL(location.href).searchParams.get("cursor");
    if (cursor && location.pathname === "/") asked.searchParams.set("cursor", cursor);
    if (shown() > 50) asked.searchParams.set("limit", Math.min(200, shown()));
    return asked;
  };
  const graft = (fresh) => {
    const anchor = document.querySelector("#list [data-at]") ?? document.querySelector("#list [data-row]:hover");
    const before = anchor?.getBoundingClientRect().top;
    keepingFocus(() => {
      fresh.querySelectorAll("[data-row]").forEach((row) => {
        const known = document.getElementById(row.id);
        if (!known) return;
        if (known.dataset.version === row.dataset.version) row.replaceWith(known);
        else row.toggleAttribute("data-at", known.hasAttribute("data-at"));
      });
      const open = document.querySelector("#list .freshness-more[open]") !== null;
      fresh.querySelector(".freshness-more")?.toggleAttribute("open", open);
      list().replaceWith(fresh);
    });
    const now = anchor && document.getElementById(anchor.id);
    if (now && scrollY > 0) scrollBy(0, now.getBoundingClientRect().top - before);
    document.title = fresh.dataset.tab;
    markOpened();
  };
  const renew = async () => {
    if (!list()) return;
    const { ok, found } = await part(listAddress(), "list");
    const fresh = found.getElementById("list");
    if (ok && fresh) graft(fresh);
  };

  const more = async (link) => {
    const item = link.closest("li");
    if (item.dataset.asked) return;
    item.dataset.asked = "yes";
    link.classList.add("busy");
    const { ok, found } = await part(link.href, "rows");
    if (!ok) return location.assign(link.href);
    found.querySelectorAll("[data-row]").forEach((row) => document.getElementById(row.id)?.remove());
    const first = found.querySelector("[data-row] a");
    // The list may have been renewed meanwhile.
    (item.isConnected ? item : document.getElementById(item.id))?.replaceWith(found);
    first?.focus({ preventScroll: true });
  };

  // ---------- the panel ----------

  const markOpened = () => {
    const id = panel && !panel.hidden && opened();
    document.querySelectorAll("#list [data-row]").forEach((row) => row.toggleAttribute("data-open", row.dataset.id === id));
  };
  const fill = (content) => {
    panel.replaceChildren(content);
    window.htmx?.process(panel);
    markOpened();
  };
  const open = async (address, { follow = false, push = true } = {}) => {
    const { found } = await part(address, "panel");
    panel.hidden = false;
    fill(found);
    panel.scrollTop = 0;
    const asked = new URL(address, location.href).hash;
    const fold = asked && panel.querySelector(`details${asked}`);
    if (fold) fold.open = true;
    const id = opened();
    if (push && id) {
      const here = { panel: id };
      const own = `/pull-requests/${id}`;
      if (history.state?.panel) history.replaceState(here, "", own);
      else history.pushState(here, "", own);
    }
    if (follow) return;
    const first = fold ? fold.querySelector("select, input:not([type=hidden])") : panel.querySelector(".paper-title, [role=alert]");
    first?.focus({ preventScroll: !fold });
  };
  const hide = () => {
    const id = opened();
    panel.hidden = true;
    panel.replaceChildren();
    markOpened();
    document.getElementById(`open-${id}`)?.focus({ preventScroll: true });
  };
  const close = () => (history.state?.panel ? history.back() : hide());

  // What somebody has typed or unfolded stays when the panel is read again.
  // Opening it, or asking by hand, has the provider asked too; looking again by itself has not.
  const reread = async (again = false) => {
    const id = opened();
    if (!id) return;
    const { ok, found } = await part(`/pull-requests/${id}`, "panel", again);
    if (!ok || opened() !== id) return;
    panel.querySelectorAll("[data-keep]").forEach((kept) => found.getElementById(kept.id)?.replaceWith(kept));
    panel.querySelectorAll("textarea[id], input[id]").forEach((field) => {
      const fresh = found.getElementById(field.id);
      if (fresh && field.value !== field.defaultValue) fresh.value = field.value;
    });
    const folds = found.querySelectorAll("details");
    panel.querySelectorAll("details").forEach((fold, place) => {
      if (folds[place]) folds[place].open = fold.open;
    });
    const at = panel.scrollTop;
    keepingFocus(() => fill(found));
    panel.scrollTop = at;
  };

  // ---------- live ----------

  let due = 0;
  let last = 0;
  let panelToo = false;
  const soon = () => {
    if (due) return;
    const rest = document.hidden ? 15000 : 1000;
    const wait = Math.max(200, last + rest - Date.now());
    due = setTimeout(async () => {
      due = 0;
      last = Date.now();
      const reading = panelToo ? reread(true) : undefined;
      panelToo = false;
      await Promise.allSettled([renew(), reading]);
    }, wait);
  };
  document.body.addEventListener("live-pull-request", (event) => {
    panelToo ||= event.detail.id === opened();
    soon();
  });
  const everything = () => {
    panelToo = true;
    soon();
  };
  ["live-resync", "live-repository", "live-sync", "pull-request-changed"].forEach((name) =>
    document.body.addEventListener(name, everything));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && due) {
      clearTimeout(due);
      due = 0;
      soon();
    }
  });

  // The provider is asked behind the page, which goes on with what is known.
  const refresh = async (button) => {
    button.classList.add("busy");
    setTimeout(() => button.classList.remove("busy"), 1500);
    const { form } = button;
    const asking = fetch(form.action, {
      method: "POST",
      headers: { "Ampel-Part": "none" },
      body: new URLSearchParams(new FormData(form)),
    });
    await Promise.allSettled([asking, renew(), reread()]);
  };

  // ---------- hands ----------

  document.addEventListener("click", (event) => {
    const hit = (selector) => event.target.closest?.(selector);
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    let found;
    if (plain && beside && (found = hit("[data-panel]"))) {
      event.preventDefault();
      open(found.getAttribute("href"));
    } else if (plain && (found = hit("[data-more]"))) {
      event.preventDefault();
      more(found);
    } else if (plain && (found = hit("[data-refresh]"))) {
      event.preventDefault();
      refresh(found);
    } else if (hit("[data-reread]")) reread();
    else if (hit("[data-panel-close]")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !beside || panel.hidden || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select") || document.querySelector("dialog[open]")) return;
    close();
  });
  addEventListener("popstate", () => {
    if (!beside) return;
    if (history.state?.panel) open(`/pull-requests/${history.state.panel}`, { push: false });
    else if (!panel.hidden) hide();
  });

  // An open panel beside the list follows the row that the keys move to.
  let following;
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("#list [data-row]");
    if (!row || !beside || panel.hidden || row.dataset.id === opened()) return;
    if (getComputedStyle(panel).position === "fixed") return;
    clearTimeout(following);
    following = setTimeout(() => open(`/pull-requests/${row.dataset.id}`, { follow: true }), 150);
  });

  // Fields left empty do not belong into the address.
  document.addEventListener("formdata", (event) => {
    if (!event.target.matches(".finder")) return;
    for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
  });

  // "Synced 40 s ago" keeps counting.
  const narrow = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto", style: "narrow" });
  setInterval(() => {
    document.querySelectorAll("time[data-ages]").forEach((time) => {
      const seconds = Math.round((Date.parse(time.dateTime) - Date.now()) / 1000);
      if (seconds > -5) return;
      const words =
        seconds > -60 ? narrow.format(seconds, "second")
        : seconds > -3600 ? narrow.format(Math.round(seconds / 60), "minute")
        : narrow.format(Math.round(seconds / 3600), "hour");
      time.textContent = time.dataset.ages.replace("{0}", words);
    });
  }, 5000);
})();
