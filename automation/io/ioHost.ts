import type { Message } from "./message";

/** Where messages go. A host shows them as they come; it never decides anything. */
export interface IoHost {
  notify(message: Message): void;
  /** Ends the show: what moves on a terminal comes to rest. Nothing may be notified after it. */
  close(): void;
}

/** Keeps every message, for tests and for programs that embed the actions. */
export class RecordingHost implements IoHost {
  readonly messages: Message[] = [];

  notify(message: Message): void {
    this.messages.push(message);
  }

  close(): void {
    return;
  }

  /** The texts, one a message. */
  get texts(): string[] {
    return this.messages.map((message) => message.text);
  }
}
