import type { DeviceMemory, Tensor, Tensors } from "./executor.ts";

/** How one-dimensional float32 values of a device are made and read. */
export interface DeviceValues<T> {
  upload(data: Float32Array): Promise<T>;
  slice(value: T, start: number, end: number): Promise<T>;
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

  /** The device's copy of an array, or of the part of one that it is; [length]. */
  async find(data: Tensor["data"]): Promise<T | undefined> {
    const mirror = this.#mirrorOf(data);
    if (mirror === undefined) return undefined;
    const { BYTES_PER_ELEMENT: bytes, byteOffset, byteLength } = data;
    if (byteLength === mirror.end - mirror.start) return mirror.value;
    const start = (byteOffset - mirror.start) / bytes;
    const place = `${start}+${data.length}`;
    const known = mirror.slices.get(place);
    if (known !== undefined) return known;
    const slice = await this.#values.slice(mirror.value, start, start + data.length);
    mirror.slices.set(place, slice);
    return slice;
  }

  /** The device's copy of an array has been written: in place, or by `value` taking its place. */
  written(data: Tensor["data"], value?: T): void {
    const mirror = this.#mirrorOf(data)!;
    if (value !== undefined) {
      this.#values.dispose(mirror.value);
      mirror.value = value;
    }
    for (const slice of mirror.slices.values()) this.#values.dispose(slice);
    mirror.slices.clear();
  }

  /** Whether an array as a whole is held. */
  holds(data: Tensor["data"]): boolean {
    const mirror = this.#mirrorOf(data);
    return mirror !== undefined && mirror.end - mirror.start === data.byteLength;
  }

  #mirrorOf({ buffer, byteOffset, byteLength }: Tensor["data"]): Mirror<T> | undefined {
    return this.#mirrors.get(buffer)?.find(({ start, end }) => start <= byteOffset && byteOffset + byteLength <= end);
  }
}
