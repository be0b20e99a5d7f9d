// Signing out: send what can be sent, say what cannot, then leave nothing behind on this phone.
(() => {
  const who = document.querySelector('meta[name="who"]')?.content;
  document.addEventListener('submit', async e => {
    const form = e.target;
    if (!form.matches('[data-sign-out]')) return;
    e.preventDefault();
    try {
      await Outbox.flush().catch(() => {});
      const left = (await Outbox.all()).filter(entry => entry.user === who && !entry.open).length, warning = form.querySelector('[data-unsent]');
      if (left && warning.hidden) { warning.querySelector('span').textContent = left === 1 ? warning.dataset.one : warning.dataset.many.replace('%s', left); warning.hidden = false; warning.focus(); return; }
      await self.Push?.off().catch(() => {});
      sessionStorage.removeItem('typed');
      await wipe();
    } catch { /* a browser without a store has nothing to wipe */ }
    form.submit();
  });
  const wipe = () => new Promise(done => {
    const worker = navigator.serviceWorker?.controller, channel = new MessageChannel();
    if (!worker) return done();
    channel.port1.onmessage = done; setTimeout(done, 3000);
    worker.postMessage({ type: 'WIPE' }, [channel.port2]);
  });
})();
