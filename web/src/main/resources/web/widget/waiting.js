/** A page that was asleep this long may have lost its connection without notice. */
const SLEEP_MS = 30_000;

/**
 * The promise's value, unless the promise takes too long or the page wakes up after a long sleep.
 */
export async function within(milliseconds, promise) {
  const begun = Date.now();
  const over = new AbortController();
  const silence = new Promise((_, reject) => {
    const timer = setTimeout(() => reject(new TypeError("silence")), milliseconds);
    over.signal.addEventListener("abort", () => clearTimeout(timer));
    const wake = () => Date.now() - begun > SLEEP_MS && reject(new TypeError("sleep"));
    document.addEventListener("visibilitychange", wake, { __proto__: null, signal: over.signal });
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    over.abort();
  }
}

/** Resolves at once if the browser is online, otherwise when it is online again or on `abort`. */
export async function online(signal) {
  if (!navigator.onLine) {
    await new Promise((resolve) => {
      addEventListener("online", resolve, { __proto__: null, once: true });
      signal.addEventListener("abort", resolve, { __proto__: null, once: true });
    });
  }
}

/** Resolves after the given time or on `abort`. */
export async function pause(milliseconds, signal) {
  await new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", resolve, { __proto__: null, once: true });
  });
}
