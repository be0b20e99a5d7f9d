// What was tapped on Today and waits to be sent, shown as it was tapped. Without it the next page shows it once sent.
"use strict";

document.addEventListener("outbox:painted", ({ detail: entries }) => {
  const said = (key, name) => entries.filter(e => e.key === key && !e.dead).map(e => new URLSearchParams(e.body).get(name)).filter(value => value !== null).at(-1);
  const show = (root, name, on) => { for (const el of root.querySelectorAll(`[data-if="${name}"]`)) el.hidden = !on; };

  for (const group of document.querySelectorAll(".staff > .group")) {
    const state = said(group.dataset.key, "state");
    if (state === undefined) continue;
    group.querySelector(".chip").hidden = true;                          // until it is sent, each stone takes back its own
    for (const { value } of group.querySelectorAll("[name=dose]")) {
      const row = document.querySelector(`[data-key="dose:${value}"]`), stone = row?.querySelector(".stone[data-tick]");
      if (!stone || said(row.dataset.key, "state") !== undefined) continue;
      stone.setAttribute("aria-pressed", String(!!state));
      stone.value = state ? "" : stone.dataset.tick;
      row.classList.toggle("done", !!state);
    }
  }

  const smaller = document.getElementById("smaller"), on = smaller && said(smaller.dataset.key, "state");
  if (on !== undefined && on !== null) {
    const button = smaller.querySelector("button");
    button.setAttribute("aria-checked", String(!!on));
    button.value = on ? "" : "on";
    for (const el of document.querySelectorAll("[data-rests]")) el.hidden = !!on;
    show(smaller, "small", on);
  }

  const mood = document.querySelector("form.mood");
  if (mood) {
    const level = said(mood.dataset.key, "level"), note = said(mood.dataset.key, "note"), field = mood.elements.note;
    if (level !== undefined) {
      for (const button of mood.querySelectorAll("[data-level]")) {
        const on = button.dataset.level === level;
        button.setAttribute("aria-pressed", String(on));
        button.value = on ? "" : button.dataset.level;
      }
      show(mood, "low", level === "1");
      show(mood, "level", level || field.value);
      show(mood, "undo", level);
    }
    if (note !== undefined && field !== document.activeElement) field.value = note;
  }
});

document.addEventListener("focusin", ({ target }) => {
  const waiting = target.matches("[data-words]") && document.querySelector("[data-on-focus]");
  if (!waiting) return;
  for (const src of waiting.dataset.onFocus.split(" ")) document.head.append(Object.assign(document.createElement("script"), { src }));
  waiting.remove();
});
