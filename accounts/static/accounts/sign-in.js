"use strict";
// Tells the sign-up form which zone the browser is in, and keeps one press from being two.
for (const field of document.querySelectorAll('input[name="zone"]')) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
}
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (event.target.ariaBusy === "true") event.preventDefault();
  event.target.ariaBusy = "true";
});
addEventListener("pageshow", () => {
  for (const form of document.forms) form.ariaBusy = null;
});
