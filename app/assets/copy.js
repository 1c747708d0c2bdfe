// A button with data-copies puts the text of the element of that id on the clipboard and says so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copies]");
  if (!button) return;
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
    button.textContent = "Copied";
  } catch (error) {
    console.warn("The browser refused the clipboard.", error);
    button.textContent = "Select and copy by hand";
  }
  setTimeout(() => (button.textContent = label), 2000);
});
