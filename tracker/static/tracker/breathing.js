// In for four seconds, out for six, for five minutes. Started, paused and stopped by hand; without it the page tells how to count.
"use strict";

(() => {
  const IN = 4, OUT = 6, LONG = 300;
  const root = document.getElementById("breath"), words = root.dataset, $ = name => root.querySelector(`[${name}]`);
  const say = text => { document.getElementById("say").textContent = text; };
  const put = (el, text) => { if (el.textContent !== text) el.textContent = text; };
  let begun = 0, gone = 0, timer, awake;

  const show = state => {
    root.classList.toggle("going", state === "going" || state === "paused");
    root.classList.toggle("paused", state === "paused");
    for (const button of root.querySelectorAll("[data-do]")) button.hidden = !({ still: ["start"], going: ["pause", "stop"], paused: ["on", "stop"] })[state].includes(button.dataset.do);
  };
  const draw = () => {
    const at = gone + (begun ? (performance.now() - begun) / 1000 : 0);
    if (at >= LONG) return end(words.done);
    const within = at % (IN + OUT), left = Math.floor((LONG - at) / 60);
    put($("data-word"), within < IN ? words.in : words.out);
    put($("data-count"), String(Math.floor(within < IN ? within : within - IN) + 1));
    put($("data-left-words"), left > 1 ? words.left.replace("%s", left) : left ? words.one : words.last);
  };
  const run = async () => {
    begun = performance.now(); timer = setInterval(draw, 100); show("going"); draw();
    awake = await navigator.wakeLock?.request("screen").catch(() => null);
  };
  const hold = () => {
    clearInterval(timer); awake?.release().catch(() => {}); awake = null;
    gone += begun ? (performance.now() - begun) / 1000 : 0; begun = 0;
  };
  const end = text => {
    hold(); gone = 0; show("still"); say(text);
    put($("data-word"), words.still); put($("data-count"), ""); put($("data-left-words"), text);
    $('data-do="start"').focus();
  };
  const act = {
    start: () => { gone = 0; say(words.begun); run().catch(() => {}); $('data-do="pause"').focus(); },
    on: () => { run().catch(() => {}); $('data-do="pause"').focus(); },
    pause: () => { hold(); show("paused"); put($("data-word"), words.paused); say(words.paused); $('data-do="on"').focus(); },
    stop: () => end(words.stopped),
  };
  root.addEventListener("click", e => { const button = e.target.closest("[data-do]"); if (button) act[button.dataset.do](); });
  put($("data-word"), words.still);
  root.hidden = false;
})();
