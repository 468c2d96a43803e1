import type { DeviceMemory, Tensor, Tensors } from "./executor.ts";

/** How one-dimensional float32 values of a device are made and read. */
export interface DeviceValues<T> {
  upload(data: Float32Array): Promise<T>;
  slice(value: T, start: number, end: number): Promise<T>;
  /** The value with `part` in it from `start` on. */
  patch(value: T, start: number, part: T): Promise<T>;
  download(value: T): Promise<Float32Array>;
  dispose(value: T): void;
}

/** The device's copy of a stretch of the host's memory. */
interface Mirror<T> {
  /** In bytes of the buffer. */
  readonly start: number;
  readonly end: number;
  value: T;
  /** Slices that were asked for since the value was written, by their place. */
  readonly slices: Map<string, T>;
}

/** Which of the host's memory a device holds. */
export class Mirrors<T> implements DeviceMemory {
  readonly #values: DeviceValues<T>;
  readonly #mirrors = new WeakMap<ArrayBufferLike, Mirror<T>[]>();

  constructor(values: DeviceValues<T>) {
    this.#values = values;
  }

  async hold(tensors: Tensors): Promise<void> {
    for (const { data } of Object.values(tensors)) {
      if (!(data instanceof Float32Array) || this.#mirrorOf(data) !== undefined) continue;
      const value = await this.#values.upload(data);
      const { buffer, byteOffset, byteLength } = data;
      const mirror = { start: byteOffset, end: byteOffset + byteLength, value, slices: new Map<string, T>() };
      this.#mirrors.set(buffer, [...(this.#mirrors.get(buffer) ?? []), mirror]);
    }
  }

  async download(tensors: Tensors): Promise<void> {
    for (const { data } of Object.values(tensors)) {
      const value = await this.find(data);
      if (value !== undefined) data.set(await this.#values.download(value));
    }
  }

  release(tensors: Tensors): void {
    for (const { data } of Object.values(tensors)) {
      const mirror = this.#mirrorOf(data);
      if (mirror === undefined || data.byteLength !== mirror.end - mirror.start) continue;
      for (const value of [mirror.value, ...mirror.slices.values()]) this.#values.dispose(value);
      this.#mirrors.set(
        data.buffer,
        this.#mirrors.get(data.buffer)!.filter((other) => other !== mirror),
      );
    }
  }

  /** The device's copy of an array, or of the part of one that it is; [length]. */
  async find(data: Tensor["data"]): Promise<T | undefined> {
    const mirror = this.#mirrorOf(data);
    if (mirror === undefined) return undefined;
    if (data.byteLength === mirror.end - mirror.start) return mirror.value;
    const { start, name } = placeOf(data, mirror);
    const known = mirror.slices.get(name);
    if (known !== undefined) return known;
    const slice = await this.#values.slice(mirror.value, start, start + data.length);
    mirror.slices.set(name, slice);
    return slice;
  }

  /** `value` is what an array holds now: the device's own copy of it, written in place, or another one to keep. */
  async written(data: Tensor["data"], value: T): Promise<void> {
    const mirror = this.#mirrorOf(data)!;
    const place = placeOf(data, mirror);
    const isWhole = data.byteLength === mirror.end - mirror.start;
    const next = isWhole ? value : await this.#values.patch(mirror.value, place.start, value);
    if (next !== mirror.value) this.#values.dispose(mirror.value);
    if (!isWhole && mirror.slices.get(place.name) !== value) this.#values.dispose(value);
    mirror.value = next;
    for (const slice of mirror.slices.values()) this.#values.dispose(slice);
    mirror.slices.clear();
  }

  /** Whether an array, or the one that it is part of, is held. */
  holds(data: Tensor["data"]): boolean {
    return this.#mirrorOf(data) !== undefined;
  }

  #mirrorOf({ buffer, byteOffset, byteLength }: Tensor["data"]): Mirror<T> | undefined {
    return this.#mirrors.get(buffer)?.find(({ start, end }) => start <= byteOffset && byteOffset + byteLength <= end);
  }
}

function placeOf(data: Tensor["data"], mirror: { readonly start: number }): { start: number; name: string } {
  const start = (data.byteOffset - mirror.start) / data.BYTES_PER_ELEMENT;
  return { start, name: `${start}+${data.length}` };
}
