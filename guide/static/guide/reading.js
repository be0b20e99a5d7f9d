// Notes where somebody stopped reading: the last heading that had come into sight, once they pause or leave the page.
// Not noted again once it was forgotten.
(() => {
  const form = document.querySelector('form.place');
  if (!form) return;
  const headings = [...document.querySelectorAll('.read > :is(h2, h3)[id]')].filter(heading => heading.id !== 'phrase');
  const PAUSE = 1500;
  let noted = form.dataset.heading, pause;
  const note = () => {
    clearTimeout(pause);
    const heading = pause && headings.findLast(one => one.getBoundingClientRect().top < innerHeight / 2)?.id;
    if (!heading || heading === noted || 'forgotten' in form.dataset) return;
    noted = heading;
    const said = new URLSearchParams({ do: 'stop', heading, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    fetch(form.action, { method: 'POST', body: said, keepalive: true }).catch(() => { noted = ''; });
  };
  addEventListener('scroll', () => { clearTimeout(pause); pause = setTimeout(note, PAUSE); }, { passive: true });
  document.addEventListener('visibilitychange', () => { if (document.hidden) note(); });
  addEventListener('pagehide', note);
})();
