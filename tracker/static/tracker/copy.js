// A button that copies words of the page; it needs script, and shows itself.
for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    try { await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText); } catch { return; }
    document.getElementById('say').textContent = button.lastChild.textContent = button.dataset.copied;
  });
}
