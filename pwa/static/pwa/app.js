// The page's side: the worker, what waits to be sent, the update bar, and small comforts. Every page works without it.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector), $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const who = $('meta[name="who"]')?.content || '', loadedOn = new Date().toDateString();
  const say = text => { const live = $('#say'); if (live && text) live.textContent = text; };
  const count = (el, n) => (n === 1 ? el.dataset.one : el.dataset.many.replace('%s', n));
  const theme = document.cookie.match(/(?:^|; )theme=(light|dark)/)?.[1];  // also on a page that is the same for everyone
  if (theme) document.documentElement.dataset.theme = theme;
  let unsaved = false, out;

  // What waits to be sent, painted over the page that the server or the cache gave.
  const paint = async () => {
    const entries = (await Outbox.all()).filter(e => !who || e.open || e.user === who), bar = $('#waiting');
    for (const el of $$('[data-key]')) {
      const own = entries.filter(e => e.key === el.dataset.key).at(-1);
      if (own) { el.dataset.state = own.dead ? 'failed' : 'waiting'; if (!own.dead) press(el, new URLSearchParams(own.body).get('state')); }
      else if (el.dataset.state) el.dataset.state = 'sent';
    }
    if (bar) {
      const link = $('a', bar);
      bar.hidden = !entries.length; link.textContent = entries.length ? count(bar, entries.length) : '';
      if (out) { link.append(bar.dataset.out); link.href = bar.dataset.door; }
    }
    document.dispatchEvent(new CustomEvent('outbox:painted', { detail: entries }));
  };
  const press = (el, state) => {                                        // a stone shows what was tapped, sent or not
    const stone = $('.stone[data-tick]', el);
    if (!stone || (state && state !== stone.dataset.tick)) return;
    stone.setAttribute('aria-pressed', String(!!state)); stone.value = state ? '' : stone.dataset.tick;
    el.classList.toggle('done', !!state);
  };
  const flush = () => Outbox.flush().then(sent => { out = sent.out ?? out; return paint(); }).catch(() => {});
  addEventListener('online', flush);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) flush(); });
  document.addEventListener('outbox:queued', async e => { out = e.detail.out ?? out; await paint(); say($('#waiting')?.dataset.queued); });
  document.addEventListener('htmx:after:swap', paint);
  new BroadcastChannel('outbox').onmessage = paint;
  document.addEventListener('htmx:response:error', e => { if (e.detail.ctx.response.status === 422) unsaved = true; else tell('failed'); });
  document.addEventListener('htmx:error', () => tell('failed'));
  document.addEventListener('app:offline', () => tell('offline'));
  const tell = name => { const from = $('#bar'); if (from) { $('span', from).textContent = from.dataset[name]; $('#reload').hidden = true; from.hidden = false; } };

  // A page from this phone says that it is, until the network is back.
  const cut = off => { const note = $('#offline'); if (note) note.hidden = !off; };
  addEventListener('offline', () => cut(true));
  addEventListener('online', () => cut(false));
  const kept = performance.getEntriesByType('navigation')[0]?.serverTiming?.some(t => t.name === 'kept');

  // A page that comes back from the browser's memory may be yesterday's, or somebody else's.
  addEventListener('pageshow', async e => {
    flush();
    if (!e.persisted) return;
    if (new Date().toDateString() !== loadedOn) return location.reload();
    if (who) try { if ((await Outbox.hello())?.user !== who) location.reload(); } catch { /* offline: nothing to compare with */ }
  });

  // A new version waits until it is asked for, and never takes a half-written form with it.
  if ('serviceWorker' in navigator) addEventListener('load', async () => {
    const workers = navigator.serviceWorker, controlled = !!workers.controller;
    let asked = false;
    workers.addEventListener('controllerchange', () => { if (controlled && workers.controller && (asked || !unsaved)) location.reload(); });
    const offer = worker => {
      const bar = $('#bar');
      if (!bar || !bar.hidden) return;
      bar.hidden = false;
      $('#reload').onclick = () => {
        if (unsaved) { $('span', bar).textContent = bar.dataset.unsaved; return; }
        asked = true; worker.postMessage({ type: 'SKIP_WAITING' });
      };
    };
    const registration = await workers.register('/sw.js', { updateViaCache: 'none' }).catch(() => null);
    if (!registration) return;
    const help = $('a.help');
    if (help && help.pathname !== location.pathname) (await workers.ready).active.postMessage({ type: 'HELP', url: help.href });
    if (registration.waiting && controlled) offer(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker?.addEventListener('statechange', () => { if (worker.state === 'installed' && controlled) offer(worker); });
    });
  });
  document.addEventListener('input', e => { if (e.target.closest('form[method="post"]')) unsaved = true; });
  document.addEventListener('submit', () => { unsaved = false; });

  document.addEventListener('click', e => { e.target.closest('[data-dismiss]')?.closest('.toast').setAttribute('hidden', ''); });
  addEventListener('DOMContentLoaded', () => {
    paint().catch(() => {});
    cut(kept || !navigator.onLine);
    $('.summary-err')?.focus();
    const toast = $('.toast:not([hidden]) > span');
    if (toast) setTimeout(() => say(toast.textContent), 300);
  });
})();
