/*
 * Zaaky's chat for any web page:
 *
 *   <script src="https://chat.example.org/chat-widget.js" data-chatbot="org/bot" defer></script>
 *
 * This file only finds its own tag and starts the modules beside it, in widget/. It leaves no
 * global; the modules add one, ZaakyChat, and nothing else.
 */
(() => {
  "use strict";
  const script =
    document.currentScript ?? document.querySelector('script[data-chatbot][src*="chat-widget.js"]');
  if (!script?.src) {
    return;
  }
  import(new URL("widget/main.js", script.src).href).then(
    (widget) => widget.start(script),
    (problem) => console.warn("Zaaky: the chat could not be loaded.", problem),
  );
})();
