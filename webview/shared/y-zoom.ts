import type { ReactiveController, ReactiveControllerHost } from "lit";

export type Range = readonly [low: number, high: number];

/** The scale of y as drawn: from values to pixels, and back. */
export interface YScale {
  readonly apply: (value: number) => number;
  readonly invert?: (pixel: number) => number;
  /** Pixels of the lower and the upper end. */
  readonly range?: readonly number[];
}

/** What of a turn of the wheel counts. */
type WheelTurn = Readonly<Record<"ctrlKey" | "metaKey" | "altKey", boolean> & { deltaY: number }>;

/** Pixels of a drag that is no click. */
const leastDrag = 6;
const wheelSpeed = 0.002;
const keyFactor = 0.8;
/** Share of the range that a key moves by. */
const keyShift = 0.1;

/** The values between two pixels, from the lower. */
export function between(scale: YScale, one: number, other: number): Range | undefined {
  const [low, high] = [scale.invert?.(Math.max(one, other)), scale.invert?.(Math.min(one, other))];
  return low === undefined || high === undefined || !(low < high) ? undefined : [low, high];
}

/** All that is drawn, `factor` times as high and moved up by `shift` of its height; the pixel `at` keeps its value. */
export function rescaled(scale: YScale, factor: number, at: number, shift = 0): Range | undefined {
  const [bottom, top] = scale.range as [number, number];
  const moved = shift * (bottom - top);
  return between(scale, at + (bottom - at) * factor - moved, at + (top - at) * factor - moved);
}

/** The zoom of y alone: by a drag, the wheel with Ctrl, Cmd or Alt, or keys; a double click or Escape shows all again. */
export class YZoom implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #scale: () => YScale | undefined;
  readonly #show: (range: Range | undefined) => void;
  #from: number | undefined;
  #to = 0;

  /** @param scale of the present drawing @param show a range, or all */
  constructor(host: ReactiveControllerHost, scale: () => YScale | undefined, show: (range: Range | undefined) => void) {
    this.#host = host;
    this.#scale = scale;
    this.#show = show;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#from = undefined;
  }

  /** What is being chosen by a drag, in pixels from the top. */
  get selection(): { readonly top: number; readonly height: number } | undefined {
    if (this.#from === undefined) return undefined;
    const height = Math.abs(this.#to - this.#from);
    return height < leastDrag ? undefined : { top: Math.min(this.#from, this.#to), height };
  }

  /** @param y pixels from the top of the drawing */
  press(y: number): void {
    [this.#from, this.#to] = [y, y];
  }

  drag(y: number): void {
    if (this.#from === undefined) return;
    this.#to = y;
    this.#host.requestUpdate();
  }

  release(): void {
    const { selection } = this;
    this.#from = undefined;
    const scale = this.#scale();
    if (selection === undefined || scale === undefined) return;
    this.#apply(between(scale, selection.top, selection.top + selection.height));
  }

  /** @returns whether the wheel was turned for this */
  wheel({ ctrlKey, metaKey, altKey, deltaY }: WheelTurn, y: number): boolean {
    const scale = this.#scale();
    if (!(ctrlKey || metaKey || altKey) || scale === undefined) return false;
    this.#apply(rescaled(scale, Math.exp(deltaY * wheelSpeed), y));
    return true;
  }

  /** @returns whether the key was pressed for this */
  key(key: string, isZoomed: boolean): boolean {
    const scale = this.#scale();
    if (scale?.range === undefined) return false;
    if (key === "Escape" && isZoomed) {
      this.#show(undefined);
      return true;
    }
    const middle = (scale.range[0]! + scale.range[1]!) / 2;
    const targets: Readonly<Record<string, () => Range | undefined>> = {
      "+": () => rescaled(scale, keyFactor, middle),
      "-": () => rescaled(scale, 1 / keyFactor, middle),
      PageUp: () => rescaled(scale, 1, middle, keyShift),
      PageDown: () => rescaled(scale, 1, middle, -keyShift),
    };
    const target = targets[key];
    if (target === undefined) return false;
    this.#apply(target());
    return true;
  }

  #apply(range: Range | undefined): void {
    if (range !== undefined) this.#show(range);
  }
}
