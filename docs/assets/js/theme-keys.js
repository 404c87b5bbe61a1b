/** The theme's menu on narrow screens is a label that only a pointer can press: here it becomes a button for the keyboard too. */

/** For every page: the header may be a new one. */
export function mountThemeKeys() {
  const button = document.querySelector("label.md-header__button[for=__drawer]");
  const toggle = document.querySelector("#__drawer");
  if (!(button instanceof HTMLLabelElement && toggle instanceof HTMLInputElement) || button.tabIndex === 0) return;
  button.tabIndex = 0;
  button.setAttribute("role", "button");
  button.setAttribute("aria-label", "菜单");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation(); // the theme itself presses labels on Enter
    button.click();
  });
  toggle.addEventListener("change", () => {
    button.setAttribute("aria-expanded", String(toggle.checked));
    const first = document.querySelector(".md-sidebar--primary :is(a.md-nav__link, label.md-nav__link)");
    if (toggle.checked && first instanceof HTMLElement) requestAnimationFrame(() => first.focus());
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !toggle.checked) return;
    toggle.click();
    button.focus();
  });
}
