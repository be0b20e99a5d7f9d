// The reminders page: switch notifications on in one tap, and try one.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector), $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const box = $('#push'), problem = $('[data-problem]', box), failed = $('span', problem).textContent, PATIENCE = 15000;
  const iOS = /iP(hone|ad|od)/.test(navigator.userAgent) || (navigator.platform === 'MacIntel' && navigator.maxTouchPoints > 1);
  const installed = navigator.standalone === true || matchMedia('(display-mode: standalone)').matches;
  const kind = iOS ? 'ios' : /Android/.test(navigator.userAgent) ? 'android' : 'desktop';
  const say = text => { $('#say').textContent = text; };

  const state = async () => {
    if (iOS && !installed) return 'ios';
    if (!Push.able) return 'unable';
    if (Notification.permission === 'denied') return 'denied';
    return await Push.isOn() ? 'on' : 'off';
  };
  const show = async () => {
    const now = await state().catch(() => 'unable');
    for (const part of $$('[data-when]', box)) part.hidden = part.dataset.when !== now;
    return $(`[data-when="${now}"]`, box);
  };
  const tapped = async button => {
    const fail = text => { $('span', problem).textContent = text; problem.hidden = false; };
    problem.hidden = true;
    button.setAttribute('aria-busy', 'true');
    try {
      if (button.dataset.push === 'off') await Push.off();
      else if (await Notification.requestPermission() === 'granted') {   // the system asks now, and only now
        const said = await Push.ask(box.dataset.key, false);
        if (said) fail(said === 'refused' ? failed : said);
        else { $('[name="push"]').checked = true; $('[data-all-off]', box)?.remove(); }
      }
    } catch { fail(failed); }
    button.removeAttribute('aria-busy');
    const title = $('[tabindex]', await show());
    if (!problem.hidden) return;
    title?.focus();
    say(title?.textContent || '');
  };

  const arrived = new Map();                                           // by tag: true, or who waits for it
  const heard = tag => new Promise((yes, no) => {
    if (arrived.get(tag) === true) return yes();
    arrived.set(tag, yes);
    setTimeout(no, PATIENCE);
  });
  const tell = (form, name) => {
    for (const part of $$('[data-test]', form)) part.hidden = part.dataset.test !== name;
    const part = $(`[data-test="${name}"]`, form);
    for (const list of $$('[data-for]', part)) list.hidden = list.dataset.for !== kind;
    say(($('b', part) || part).textContent);
    return part;
  };
  const test = async form => {
    const button = $('button', form);
    if (button.getAttribute('aria-busy')) return;
    button.setAttribute('aria-busy', 'true');
    tell(form, 'waiting');
    try {
      const res = await fetch(form.action, { method: 'POST', body: new FormData(form), redirect: 'manual', headers: { Accept: 'application/json' } });
      const sent = await res.json();
      if (res.status === 429) say(tell(form, 'many').textContent = sent.sentence);
      else if (sent.channel !== 'push') tell(form, sent.channel);
      else tell(form, await heard(sent.tag).then(() => 'arrived', () => 'lost'));
    } catch { tell(form, 'failed'); }
    button.removeAttribute('aria-busy');
  };

  if (kind === 'desktop') for (const text of $$('[data-desktop]', box)) text.textContent = text.dataset.desktop;
  navigator.serviceWorker?.addEventListener('message', e => {
    if (e.data?.type !== 'pushed') return;
    const waiting = arrived.get(e.data.tag);
    arrived.set(e.data.tag, true);
    if (waiting instanceof Function) waiting();
  });
  navigator.serviceWorker?.startMessages?.();
  addEventListener('load', async () => { await Push.check(box.dataset.key).catch(() => {}); await show(); });
  document.addEventListener('click', e => { const button = e.target.closest('[data-push]'); if (button) tapped(button); });
  document.addEventListener('submit', e => { if (e.target.matches('[data-try]')) { e.preventDefault(); test(e.target); } });
})();
