// "Copy" puts the words of the field it names on the clipboard. The button is hidden where it could not work.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  if (!field || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      document.getElementById("say").textContent = button.dataset.copied;
      button.lastChild.textContent = button.dataset.copied;
    } catch {
      field.select();
    }
  });
}
