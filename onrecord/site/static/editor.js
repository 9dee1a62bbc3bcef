// Datasette's SQL editor, set up as in the inline script of its pages.

addEventListener("load", () => {
  const button = document.querySelector("button#sql-format");
  const shown = document.querySelector("pre#sql-query");
  const input = document.querySelector("textarea#sql-editor");
  if (input) edit(input, button);
  if (button && shown) {
    const formatted = window.sqlFormatter.format(shown.textContent);
    button.hidden = formatted === shown.textContent;
    button.addEventListener("click", () => (shown.textContent = formatted));
  }
});

function edit(input, button) {
  input.setAttribute("aria-label", "SQL");
  const editor = window.CodeMirror.fromTextArea(input, { lineNumbers: true, mode: "text/x-sql", lineWrapping: true });
  editor.setOption("extraKeys", { "Shift-Enter": () => input.form.requestSubmit(), Tab: false });
  editor.getInputField().setAttribute("aria-label", "SQL");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => editor.setValue(window.sqlFormatter.format(editor.getValue())));
  }
}
