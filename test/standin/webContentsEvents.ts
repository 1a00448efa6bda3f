/** Events of a page that the stand-in emits. */
export const pageEvents: readonly string[] = [
  'did-start-loading',
  'did-stop-loading',
  'dom-ready',
  'did-finish-load',
  'did-fail-load',
  'did-navigate',
  'did-navigate-in-page',
  'will-navigate',
  'will-redirect',
  'page-title-updated',
  'console-message',
  'preload-error',
  'render-process-gone',
  'devtools-opened',
  'devtools-closed',
  'focus',
  'blur',
  'destroyed',
]

/** Events that only a test causes here, with `emit`. There is no `<webview>`, so nothing can ask to attach one. */
export const pageEventsLeftToTests: readonly string[] = [
  'will-attach-webview',
  'context-menu',
  'unresponsive',
  'responsive',
  'certificate-error',
]
