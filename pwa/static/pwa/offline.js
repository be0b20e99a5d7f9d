// The offline page: which kept pages there are, and what waits to be sent.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const time = at => new Intl.DateTimeFormat(document.documentElement.lang, { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', hour12: false }).format(at);
  addEventListener('DOMContentLoaded', async () => {
    for (const row of document.querySelectorAll('[data-kept]')) {
      const found = 'caches' in self && await caches.match(row.dataset.kept, { ignoreVary: true });
      row.hidden = !found;
      const when = found && found.headers.get('Date'), small = $('small', row);
      if (when && small) small.textContent = small.dataset.asof.replace('%s', time(new Date(when)));
    }
  });
  document.addEventListener('outbox:painted', e => {
    const list = $('#kept');
    list.replaceChildren(...e.detail.map(entry => {
      const row = $('#kept-row').content.cloneNode(true), typed = new URLSearchParams(entry.body), dead = !!entry.dead;
      for (const name of ['key', 'u', 'cid', 'token', 'at']) typed.delete(name);
      $('.t', row).textContent = time(entry.at);
      $('[data-typed]', row).textContent = [...typed.values()].filter(Boolean).join(' · ');
      $('.tag', row).hidden = dead;
      for (const el of row.querySelectorAll('[data-dead]')) el.hidden = !dead;
      $('[data-again]', row).onclick = async () => { await Outbox.put({ ...entry, dead: 0, tried: 0 }); await Outbox.flush().catch(() => {}); location.reload(); };
      $('[data-drop]', row).onclick = async () => { await Outbox.del(entry.id); location.reload(); };
      return row;
    }));
    $('#kept-section').hidden = !e.detail.length;
  });
  addEventListener('online', () => { $('#online').hidden = false; });
})();
