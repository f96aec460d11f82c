/** Colours as [red, green, blue], each 0 to 255. */
const WHITE = [255, 255, 255];
const BLACK = [0, 0, 0];
const INK = [17, 24, 39];
const LIGHT_SURFACE = [244, 246, 248];
const DARK_SURFACE = [36, 42, 51];
const DEFAULT_BRAND = [47, 84, 200];
/** WCAG 2.2, success criterion 1.4.3, level AA for normal text. */
const READABLE = 4.5;

/**
 * The custom properties derived from a brand colour: the colour itself, a text colour that is
 * readable on it, and shades of it that are readable as text on a light and on a dark surface.
 */
export function brandColors(brand) {
  const color = brand ?? DEFAULT_BRAND;
  return {
    brand: css(color),
    // Black or white is readable on any colour; ink just looks better than black.
    onBrand: css([WHITE, INK].find((text) => contrast(text, color) >= READABLE) ?? BLACK),
    accentOnLight: css(towards(color, INK, LIGHT_SURFACE)),
    accentOnDark: css(towards(color, WHITE, DARK_SURFACE)),
  };
}

/** Mixes `color` with `target` until it is readable on `surface`. */
function towards(color, target, surface) {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = color.map((part, n) => Math.round(part + (target[n] - part) * share));
    if (contrast(mixed, surface) >= READABLE) {
      return mixed;
    }
  }
  return target;
}

/** The contrast ratio and relative luminance as WCAG 2.2 defines them. */
function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(color) {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function css(color) {
  return `rgb(${color.join(" ")})`;
}

/**
 * Parses any CSS colour by letting the browser compute it on `probe`, an element in the document.
 * Null for anything that is not an opaque sRGB colour.
 */
export function parseColor(text, probe) {
  if (!CSS.supports("color", text)) {
    return null;
  }
  probe.style.color = text;
  const match = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(getComputedStyle(probe).color);
  probe.style.color = "";
  return match === null ? null : match.slice(1, 4).map(Number);
}
