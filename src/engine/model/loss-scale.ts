import type { WeightTensor } from "./types.ts";

/** Its name among what the optimizer keeps. */
export const lossScaleSlot = "loss_scale";

const growth = 2;
const backoff = 0.5;
/** Steps without overflow after which the scale grows. */
const growthInterval = 2000;
const initialScale = 65_536;

/**
 * The factor on the loss that keeps fp16 gradients above their smallest numbers, as torch.amp.GradScaler moves it: halved
 * when a gradient overflows, doubled after 2,000 steps in which none did.
 */
export class LossScale {
  #value: number;
  #steps: number;

  /** @param kept as `state` gave it, in a checkpoint */
  constructor(kept?: WeightTensor) {
    this.#value = kept?.data[0] ?? initialScale;
    this.#steps = kept?.data[1] ?? 0;
  }

  get value(): number {
    return this.#value;
  }

  /** After a step, which was left out where a gradient was not finite. */
  update(isFinite: boolean): void {
    this.#steps = isFinite ? this.#steps + 1 : 0;
    if (!isFinite) this.#value *= backoff;
    if (this.#steps < growthInterval) return;
    this.#value *= growth;
    this.#steps = 0;
  }

  /** [scale, steps since it moved]. */
  get state(): WeightTensor {
    return { shape: [2], data: Float32Array.of(this.#value, this.#steps) };
  }
}
