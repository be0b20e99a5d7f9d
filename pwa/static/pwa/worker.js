// The service worker. VERSION, ASSETS and PAGES come from /sw.js; Outbox from outbox.js.
const ASSETS_CACHE = 'assets-' + VERSION, PAGES_CACHE = 'pages-1', PRIVATE_CACHE = 'private-1', META = 'meta-1', EXTRAS = 'extras-1';
const KEPT = [ASSETS_CACHE, PAGES_CACHE, PRIVATE_CACHE, META, EXTRAS], DAY = 864e5, SOON = 3000;
let era = 0, saves = 0;                                                // signing out ends an era: an answer from before it is not kept

addEventListener('install', e => e.waitUntil((async () => {
  await (await caches.open(ASSETS_CACHE)).addAll(ASSETS);
  await refresh();
})()));
addEventListener('activate', e => e.waitUntil((async () => {
  for (const name of await caches.keys()) if (!KEPT.includes(name)) await caches.delete(name);
  await tidy().catch(() => {});
  await registration.navigationPreload?.enable();
  await clients.claim();
})()));

const tidy = async () => {                                             // what no kept page names any more goes
  const texts = [], extras = await caches.open(EXTRAS);
  for (const name of [PAGES_CACHE, PRIVATE_CACHE]) for (const res of await (await caches.open(name)).matchAll()) texts.push(await res.text());
  for (const req of await extras.keys()) if (!texts.some(text => text.includes(new URL(req.url).pathname))) await extras.delete(req);
};
const note = async (key, value) => {                                   // small facts that outlive this worker's memory
  const meta = await caches.open(META);
  if (value === undefined) return (await meta.match(key))?.text();
  await meta.put(key, new Response(value));
};
const address = url => { const u = new URL(url, location.origin); u.searchParams.delete('src'); u.hash = ''; return u.href; };
const store = async (name, url, res) => {
  const cache = await caches.open(name);
  await cache.delete(url, { ignoreVary: true });
  await cache.put(url, res);
};
const kept = async (url, names = [PRIVATE_CACHE, PAGES_CACHE]) => {
  for (const name of names) {
    const found = await (await caches.open(name)).match(address(url), { ignoreVary: true });
    if (found && (name === PAGES_CACHE || found.headers.get('X-SW-User') === await note('/owner'))) return found;  // never another's
  }
};
const marked = res => {                                                // so that the page can say that it is not fresh
  const headers = new Headers(res.headers);
  headers.set('Server-Timing', 'kept');
  return new Response(res.body, { status: res.status, headers });
};
const refresh = async () => {                                          // Help and the offline page, at install and then daily
  const help = await note('/help');                                    // Help for the person's country, if they chose one
  for (const path of help ? [...PAGES, help] : PAGES) {
    const res = await fetch(path, { cache: 'no-cache', credentials: 'omit' });
    if (!res.ok || res.redirected) throw new Error('no ' + path);
    await store(PAGES_CACHE, address(path), res);
  }
  await note('/refreshed', String(Date.now()));
};
const owned = async mark => {                                          // somebody else, or nobody: the last person's pages go
  const was = await note('/owner');
  if ((was || '') !== mark) await forget();
  if (was !== mark) await note('/owner', mark);
};
const forget = async () => {
  await caches.delete(PRIVATE_CACHE); await note('/plan', '');
  const pages = await caches.open(PAGES_CACHE), always = [...PAGES, await note('/help') || PAGES[0]].map(address);
  for (const req of await pages.keys()) if (!always.includes(req.url)) await pages.delete(req);
};
const keep = async (req, res, asked) => {                              // the server opts a page in with one header
  const kind = res.headers.get('X-SW-Cache'), mark = res.headers.get('X-SW-User');
  if (kind === 'wipe') await forget();
  if (mark !== null) await owned(mark);
  if (res.ok && !res.redirected && (kind === 'public' || kind === 'private')) {
    const other = await caches.open(kind === 'public' ? PRIVATE_CACHE : PAGES_CACHE), plan = address(req.url) === address(PLAN);
    if (!plan) await other.delete(address(req.url), { ignoreVary: true });
    await store(kind === 'public' ? PAGES_CACHE : PRIVATE_CACHE, address(req.url), res.clone());
    if (plan) await note('/plan', String(Date.now()));
  }
  if (asked !== era) { await note('/owner', ''); await forget(); }
  return res;
};
const plan = async () => {                                             // the plan for hard moments is there before it is looked for
  const owner = await note('/owner'), asked = era, seen = saves;
  if (owner === '' || await note('/plan') > Date.now() - DAY) return;  // nobody is signed in, or it is fresh
  const res = await fetch(PLAN, { cache: 'no-cache', headers: { 'X-SW-Fetch': 'plan' } }), mark = res.headers.get('X-SW-User');
  if (seen === saves && (owner === undefined || (mark === owner && await note('/owner') === owner))) await keep({ url: PLAN }, res, asked);
};

const slow = ms => new Promise((_, no) => setTimeout(() => no(new Error('slow')), ms));
async function page(e) {
  const req = e.request, path = new URL(req.url).pathname, asked = era;
  const fresh = (async () => keep(req, (await e.preloadResponse) || await fetch(req), asked))();
  e.waitUntil(fresh.then(async () => { if (!(await note('/refreshed') > Date.now() - DAY)) await refresh(); }).catch(() => {}));
  const old = async () => (await kept(req.url)) || (path === HELP && await kept(await note('/help') || HELP)) || kept('/offline/');
  const same = (path.startsWith('/guide/') || path === HELP) && await kept(req.url, [PAGES_CACHE]);
  if (same) return same;                                               // the same for everyone: shown at once, renewed behind
  try {
    const res = await Promise.race([fresh, slow(SOON)]);
    if (path === PLAN ? res.status < 500 : ![502, 503, 504].includes(res.status)) return res;  // away is as good as no network
    throw new Error('away');
  } catch { const found = await kept(req.url, path === PLAN ? [PRIVATE_CACHE] : undefined); return found ? marked(found) : fresh.catch(old); }
}
async function posted(e) {                                              // a form that did not arrive: what was typed is a step back
  const req = e.request, res = await fetch(req).catch(() => null);
  if (new URL(req.url).pathname.startsWith(PLAN)) { saves++; e.waitUntil(note('/plan', '').then(plan).catch(() => {})); }
  if (res && !([502, 503, 504].includes(res.status) && !res.headers.has('X-SW-User'))) return res;  // ours carry it
  const found = await kept('/offline/not-saved/');
  return found ? new Response(found.body, { status: 503, headers: found.headers }) : res || Response.error();
}
async function asset(req) {
  const own = await caches.open(ASSETS_CACHE), found = (await own.match(req, { ignoreVary: true })) || (await caches.match(req, { ignoreVary: true }));
  if (found && /\.[0-9a-f]{12}\./.test(req.url)) return found;         // the name carries the content
  const res = await fetch(req).catch(() => found || Response.error());
  if (res.ok && res !== found) await store(EXTRAS, req.url, res.clone()).catch(() => {});  // so that a page that is kept looks right
  return res;
}

async function record(e) {                                             // POST /log/…: kept first, then sent
  const req = e.request, form = new URLSearchParams(await req.clone().text());
  const nav = req.mode === 'navigate', htmx = req.headers.has('HX-Request');
  const csrf = req.headers.get('X-CSRFToken') || form.get('csrfmiddlewaretoken');
  form.delete('csrfmiddlewaretoken');                                  // a fresh one is fetched when it is sent again
  const entry = { id: form.get('cid') || crypto.randomUUID(), url: req.url, key: form.get('key') || req.url, at: Date.now(),
                  user: form.get('u') || await note('/owner') || '', body: form.toString(), type: 'application/x-www-form-urlencoded' };
  const queued = await Outbox.put({ ...entry, tried: entry.at }).then(() => true, () => false);
  const more = htmx ? Object.fromEntries(req.headers) : { Accept: 'application/json' };
  let res;
  try {
    res = await Outbox.send(entry, csrf, more);
    if (res.status === 403) {
      const who = await Outbox.hello();
      if (who && who.user === entry.user) res = await Outbox.send(entry, who.csrf, more);
    }
  } catch { res = Response.error(); }
  if (res.ok || res.status === 422) {
    await Outbox.del(entry.id).catch(() => {});
    return nav && res.ok ? Response.redirect(new URL(res.headers.get('Content-Location') || '/today/', location.origin), 303) : res;
  }
  if (!queued) return res;                                             // a phone with no store: what the server said
  const refused = res.status >= 400 && res.status < 500 && ![401, 403, 429].includes(res.status);
  await Outbox.put(refused ? { ...entry, dead: res.status } : entry);
  try { await registration.sync?.register('outbox'); } catch { /* sent when a page is next shown */ }
  if (nav) return Response.redirect(new URL(res.status === 401 ? SIGN_IN : refused ? '/offline/' : '/today/', location.origin), 303);
  return new Response(null, { status: 204, headers: { 'HX-Trigger': JSON.stringify({ 'outbox:queued': { out: res.status === 401 || undefined } }) } });
}

addEventListener('fetch', e => {
  const req = e.request, url = new URL(req.url);
  if (url.origin !== location.origin) return;
  if (req.method === 'POST') {                                         // a send from the outbox carries its key and passes
    const typed = req.headers.get('Content-Type') || '';
    if (url.pathname.startsWith('/log/') && !req.headers.has('Idempotency-Key') && typed.startsWith('application/x-www-form-urlencoded')) e.respondWith(record(e));
    else if (req.mode === 'navigate') e.respondWith(posted(e));
    return;
  }
  if (req.method !== 'GET') return;
  if (url.pathname.startsWith('/static/')) e.respondWith(asset(req));
  else if (req.mode === 'navigate') e.respondWith(page(e));
  else if (req.headers.has('HX-Request')) e.respondWith(fetch(req).catch(() => new Response(null, { status: 204, headers: { 'HX-Trigger': 'app:offline' } })));
});

addEventListener('sync', e => {
  if (e.tag === 'outbox') e.waitUntil(Outbox.flush().then(r => { if (r.left) throw new Error('later'); }));
});
addEventListener('message', e => {
  if (e.data?.type === 'SKIP_WAITING') skipWaiting();
  if (e.data?.type === 'HELP' && new URL(e.data.url).pathname === HELP) e.waitUntil((async () => {
    if (await note('/help') !== e.data.url) { await note('/help', e.data.url); await refresh(); await note('/plan', ''); }
    await plan();
  })());
  if (e.data?.type === 'WIPE') e.waitUntil((async () => {              // signing out
    era++; await note('/owner', ''); await forget(); await Outbox.clear();
    for (const n of await registration.getNotifications()) n.close();
    e.ports[0]?.postMessage('wiped');
  })());
});

const here = url => { const u = new URL(url || '/today/', location.origin); return u.origin === location.origin ? u.href : location.origin + '/today/'; };
addEventListener('push', e => e.waitUntil((async () => {               // always shows something: iOS drops those that do not
  let n = {};
  try { n = e.data.json().notification || {}; } catch { /* an empty or damaged message still means: look */ }
  await registration.showNotification(n.title || 'Turnstone', {
    body: n.body, tag: n.tag, lang: n.lang, dir: n.dir, icon: ICON, badge: BADGE,
    data: { ...n.data, navigate: here(n.navigate) },
    actions: (n.actions || []).slice(0, 2).map(({ action, title }) => ({ action, title })),
  });
  for (const c of await clients.matchAll({ includeUncontrolled: true })) c.postMessage({ type: 'pushed', tag: n.tag });
})()));
addEventListener('notificationclick', e => {
  const { navigate, token } = e.notification.data || {};
  e.notification.close();
  if (!e.action || !token) return e.waitUntil(clients.openWindow(here(navigate)));
  e.waitUntil((async () => {
    const at = Date.now(), body = new URLSearchParams({ token, action: e.action, at: new Date(at).toISOString() }).toString();
    const entry = { id: crypto.randomUUID(), url: '/r/act', key: token, user: '', open: true, at, body, type: 'application/x-www-form-urlencoded' };
    const res = await Outbox.send(entry).catch(() => null);
    if (res?.ok) return;
    if (e.action === 'snooze' || (res && res.status < 500 && res.status !== 429)) return clients.openWindow(here(navigate));
    await Outbox.put(entry);
    try { await registration.sync?.register('outbox'); } catch { /* sent when a page is next shown */ }
  })());
});
