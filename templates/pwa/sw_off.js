addEventListener("install", () => skipWaiting());
addEventListener("activate", e => e.waitUntil((async () => {
  for (const name of await caches.keys()) await caches.delete(name);
  await registration.unregister();
})()));
