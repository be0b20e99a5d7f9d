// Notes where somebody stopped reading: the last heading that had come into sight, once they pause or leave the page.
// A link is followed as soon as the place is noted, so that the next page knows it. Not noted again once forgotten.
(() => {
  const form = document.querySelector('form.place');
  if (!form) return;
  const headings = [...document.querySelectorAll('.read > :is(h2, h3)[id]')].filter(heading => heading.id !== 'phrase');
  const PAUSE = 1500, PATIENCE = 1000;
  let noted = form.dataset.heading, pause;
  const note = () => {
    clearTimeout(pause);
    const heading = pause && headings.findLast(one => one.getBoundingClientRect().top < innerHeight / 2)?.id;
    if (!heading || heading === noted || 'forgotten' in form.dataset) return;
    noted = heading;
    const said = new URLSearchParams({ do: 'stop', heading, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    return fetch(form.action, { method: 'POST', body: said, keepalive: true }).catch(() => { noted = ''; });
  };
  addEventListener('scroll', () => { clearTimeout(pause); pause = setTimeout(note, PAUSE); }, { passive: true });
  document.addEventListener('visibilitychange', () => { if (document.hidden) note(); });
  addEventListener('pagehide', note);
  addEventListener('click', event => {
    const link = event.target.closest('a[href]');
    const other = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.defaultPrevented;
    if (!link || other || link.target || link.origin !== location.origin || link.pathname === location.pathname) return;
    const sent = note();
    if (!sent) return;
    event.preventDefault();
    Promise.race([sent, new Promise(late => setTimeout(late, PATIENCE))]).then(() => { location.href = link.href; });
  });
})();
