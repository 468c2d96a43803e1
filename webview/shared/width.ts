import type { ReactiveController, ReactiveControllerHost } from "lit";

/** The width that an element has for its drawing; asks for an update when it changes. */
export class WidthController implements ReactiveController {
  /** Pixels; 0 until measured. */
  value = 0;
  readonly #element: ReactiveControllerHost & HTMLElement;
  readonly #observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry!.contentRect.width);
    if (width === this.value || width === 0) return;
    this.value = width;
    this.#element.requestUpdate();
  });

  constructor(element: ReactiveControllerHost & HTMLElement) {
    this.#element = element;
    element.addController(this);
  }

  hostConnected(): void {
    this.#observer.observe(this.#element);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }
}
