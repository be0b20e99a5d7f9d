// A double tap answers one question: the second tap would land, unread, on the next. And a page that comes back from
// the browser's memory is asked for anew, so that it shows what was answered.
(() => {
  const UNREAD = 400, shown = performance.now();
  addEventListener('pageshow', e => { if (e.persisted) location.reload(); });
  addEventListener('click', e => {
    if (e.detail && e.timeStamp - shown < UNREAD && e.target.closest('[name=answer]')) e.preventDefault();
  }, true);
})();
