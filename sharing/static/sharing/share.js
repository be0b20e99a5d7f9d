// Buttons that need script show themselves: print, and copy the link.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      return; // not allowed here; the link is selected, ready to be copied by hand
    }
    document.getElementById("say").textContent = button.dataset.copied;
    button.lastChild.textContent = button.dataset.copied;
  });
}
