/* Conveniences of the demo page, which works without them. */
"use strict";

const widget = document.querySelector("script[data-chatbot]");
const snippet = document.getElementById("snippet");
const copy = document.getElementById("copy");
const copied = document.getElementById("copied");
const chatbot = document.getElementById("chatbot");

snippet.textContent = `<script src="${widget.src}" data-chatbot="${widget.dataset.chatbot}" defer></script>`;

copy.hidden = navigator.clipboard === undefined;
copy.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(snippet.textContent);
    copied.textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(snippet);
    copied.textContent = "Press Ctrl+C to copy.";
  }
});

chatbot.addEventListener("change", () => chatbot.form.requestSubmit());
