// An element that holds text: whatever the text is, it never becomes markup.
export function create(name, className = "", text = "") {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
