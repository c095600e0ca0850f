// Runs before the first paint, so that a dark room stays dark.
(function () {
  var root = document.documentElement;
  var system = matchMedia("(prefers-color-scheme: dark)");
  function apply() {
    var choice = root.getAttribute("data-theme-choice") || "system";
    root.setAttribute("data-bs-theme", choice === "system" ? (system.matches ? "dark" : "light") : choice);
    root.setAttribute("data-theme-choice", choice);
  }
  system.addEventListener("change", apply);
  window.ampelTheme = function (choice) {
    document.cookie = "ampel_theme=" + choice + ";path=/;samesite=lax;max-age=" + (choice === "system" ? 0 : 31536000);
    root.setAttribute("data-theme-choice", choice);
    apply();
  };
  apply();
})();
