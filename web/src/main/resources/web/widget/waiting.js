/** A page that was asleep so long may have lost its connection without a word. */
const SLEEP_MS = 30_000;

/** What the promise gives, unless it takes too long, or the page wakes up after a long sleep. */
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

/** Resolves at once, or when a browser that knows it is offline is back, or on `abort`. */
export async function online(signal) {
  if (!navigator.onLine) {
    await new Promise((resolve) => {
      addEventListener("online", resolve, { __proto__: null, once: true });
      signal.addEventListener("abort", resolve, { __proto__: null, once: true });
    });
  }
}

/** Resolves after that time, or on `abort`. */
export async function pause(milliseconds, signal) {
  await new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", resolve, { __proto__: null, once: true });
  });
}
