// What was recorded and not yet sent. Loaded by pages and by the worker.
// An entry: { id, url, key, user, at, body, type, open?, tried?, dead? }. `user` is the mark of the person who recorded
// it; `open` marks one that carries its own signed token and needs no sign-in; `dead` is the status that refused it.
self.Outbox = (() => {
  const TRYING = 15000, PATIENCE = 8000;                            // a page waits 10 seconds for its answer
  const open = () => new Promise((ok, no) => {
    const r = indexedDB.open('outbox', 1);
    r.onupgradeneeded = () => r.result.createObjectStore('entries', { keyPath: 'id' });
    r.onsuccess = () => { r.result.onversionchange = () => r.result.close(); ok(r.result); };
    r.onerror = () => no(r.error);
  });
  const tx = async (mode, act) => {
    const db = await open();
    try {
      return await new Promise((ok, no) => {
        const t = db.transaction('entries', mode, { durability: 'strict' }), r = act(t.objectStore('entries'));
        t.oncomplete = () => ok(r.result);
        t.onerror = t.onabort = () => no(t.error);
      });
    } finally { db.close(); }
  };
  const all = async () => (await tx('readonly', s => s.getAll())).sort((a, b) => a.at - b.at);
  const put = entry => tx('readwrite', s => s.put(entry));
  const del = id => tx('readwrite', s => s.delete(id));
  const clear = () => tx('readwrite', s => s.clear());

  // Who is signed in, with a fresh token; null when nobody is.
  const hello = async () => {
    const r = await fetch('/outbox/hello', { headers: { Accept: 'application/json' }, cache: 'no-store', redirect: 'manual' });
    return r.ok ? r.json() : null;
  };
  const send = (e, csrf, more = { Accept: 'application/json' }) => {
    const headers = new Headers(more);
    headers.set('Content-Type', e.type);
    headers.set('Idempotency-Key', e.id);
    headers.set('X-Recorded-At', new Date(e.at).toISOString());
    if (csrf) headers.set('X-CSRFToken', csrf);
    return fetch(e.url, { method: 'POST', body: e.body, headers, redirect: 'manual', credentials: e.open ? 'omit' : 'same-origin', signal: AbortSignal.timeout(PATIENCE) });
  };

  // One flush at a time, over all tabs and the worker.
  const flush = async () => navigator.locks.request('outbox', { ifAvailable: true }, async lock => {
    if (!lock) return { sent: [], left: 0 };
    const waiting = (await all()).filter(e => !e.dead && !(e.tried > Date.now() - TRYING));
    if (!waiting.length) return { sent: [], left: 0 };
    let who = waiting.every(e => e.open) ? null : await hello(), renewed = false;
    const mine = e => e.open || (who && who.user === e.user), held = new Set(), sent = [];
    for (const e of waiting) {
      if (!mine(e) || held.has(e.key)) continue;                     // never one person's entries as another's
      let r;
      try {
        r = await send(e, who?.csrf);
        if (r.status === 403 && !e.open && !renewed) {
          renewed = true; who = await hello();
          if (!mine(e)) break;
          r = await send(e, who.csrf);
        }
      } catch { held.add(e.key); continue; }
      if (r.ok) { await del(e.id); sent.push(e.key); }
      else if ([401, 403, 429].includes(r.status)) break;
      else if (!r.status || r.status >= 500) held.add(e.key);        // no status: a redirect, so the server did not understand
      else await put({ ...e, dead: r.status });
    }
    const channel = new BroadcastChannel('outbox');
    channel.postMessage({ sent }); channel.close();
    return { sent, left: (await all()).filter(e => !e.dead && mine(e)).length, out: !who && !waiting.every(e => e.open) };
  });
  return { all, put, del, clear, hello, send, flush };
})();
