// Notes where somebody stopped reading: the last heading that had come into sight, once they leave the page.
(() => {
  const form = document.querySelector('form.place');
  if (!form) return;
  const headings = [...document.querySelectorAll('.read > :is(h2, h3)[id]')].filter(heading => heading.id !== 'phrase');
  let noted = form.dataset.heading, begun = false;
  const note = () => {
    const heading = begun && headings.findLast(one => one.getBoundingClientRect().top < innerHeight / 2)?.id;
    if (!heading || heading === noted) return;
    noted = heading;
    const said = new URLSearchParams({ do: 'stop', heading, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    fetch(form.action, { method: 'POST', body: said, keepalive: true }).catch(() => { noted = ''; });
  };
  addEventListener('scroll', () => { begun = true; }, { passive: true });
  document.addEventListener('visibilitychange', () => { if (document.hidden) note(); });
  addEventListener('pagehide', note);
})();
