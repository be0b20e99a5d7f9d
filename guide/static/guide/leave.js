// Leaving so that Back does not return here. Without script it is a plain link.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-leave]");
  if (!link) return;
  event.preventDefault();
  location.replace(link.href);
});
