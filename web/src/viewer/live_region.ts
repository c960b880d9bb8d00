// The viewer's voice: what is on the canvas, in words, for a screen reader.
function region(politeness: 'polite' | 'assertive'): HTMLElement {
  const element = document.createElement('div');
  element.setAttribute('aria-live', politeness);
  element.className = 'visually-hidden';
  return element;
}

export class LiveRegion {
  private readonly polite = region('polite');
  private readonly assertive = region('assertive');

  attach(container: HTMLElement): void {
    container.append(this.polite, this.assertive);
  }

  detach(): void {
    this.polite.textContent = this.assertive.textContent = '';
    this.polite.remove();
    this.assertive.remove();
  }

  say(text: string, urgent: boolean): void {
    (urgent ? this.assertive : this.polite).textContent = text;
  }
}
