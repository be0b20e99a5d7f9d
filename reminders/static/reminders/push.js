// Notifications: asked for only in a tap, looked after quietly on every page, gone at sign-out.
self.Push = (() => {
  const { subscribe: SUBSCRIBE, unsubscribe: UNSUBSCRIBE } = document.currentScript.dataset;
  const who = document.querySelector('meta[name="who"]')?.content || '', DAY = 864e5;
  const able = 'serviceWorker' in navigator && 'PushManager' in self && 'Notification' in self;

  // What this browser remembers of its subscription: whose it is, for which key, a digest of its address, when it was sent.
  const note = value => {
    if (value === undefined) try { return JSON.parse(localStorage.getItem('push')) || {}; } catch { return {}; }
    if (value) localStorage.setItem('push', JSON.stringify(value)); else localStorage.removeItem('push');
  };
  const digest = async text => [...new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))].map(b => b.toString(16).padStart(2, '0')).join('');
  const late = ms => new Promise((_, no) => setTimeout(() => no(new Error('no worker')), ms));
  const manager = async () => (await Promise.race([navigator.serviceWorker.ready, late(10000)])).pushManager;
  const isFor = (subscription, key) => {
    const raw = subscription.options?.applicationServerKey;
    return !raw || btoa(String.fromCharCode(...new Uint8Array(raw))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') === key;
  };
  const post = async (url, fields) => {
    const hello = await Outbox.hello();
    if (hello?.user !== who) throw new Error('signed out');
    return fetch(url, { method: 'POST', body: JSON.stringify(fields), redirect: 'manual', signal: AbortSignal.timeout(10000),
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': hello.csrf } });
  };

  const ask = async (key, quiet) => {                                  // subscribe, or take what is there, and tell the server
    const push = await manager();
    let subscription = await push.getSubscription();
    if (subscription && !isFor(subscription, key)) { await subscription.unsubscribe(); subscription = null; }
    subscription ||= await push.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const res = await post(SUBSCRIBE, { ...subscription.toJSON(), quiet });
    if (res.ok) { note({ who, key, digest: await digest(subscription.endpoint), at: Date.now() }); return ''; }
    if (!quiet || res.status === 422) { await subscription.unsubscribe(); note(null); }
    return res.status === 422 ? Object.values((await res.json()).errors).flat()[0] || 'refused' : 'refused';
  };
  const off = async () => {                                            // here only: other devices stay as they are
    note(null);
    const subscription = able && await (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription();
    if (!subscription) return;
    await subscription.unsubscribe();
    await post(UNSUBSCRIBE, { endpoint: subscription.endpoint }).catch(() => {});
  };
  const isOn = async () => able && note().who === who && Notification.permission === 'granted' && !!await (await manager()).getSubscription();
  const check = async key => {                                         // at each load: put right what browser or server lost
    if (!able || !who || !await navigator.serviceWorker.getRegistration()) return;
    const was = note(), subscription = await (await manager()).getSubscription();
    if (was.who !== who) { if (subscription) await off(); return; }    // somebody else's, or nobody's any more
    if (Notification.permission !== 'granted') return;
    const same = subscription && was.digest === await digest(subscription.endpoint) && was.at > Date.now() - DAY;
    if (!same || (key && key !== was.key)) await ask(key || was.key, true);
  };

  addEventListener('load', () => { if (!document.getElementById('push')) check().catch(() => {}); });
  return { able, ask, check, isOn, off };
})();
