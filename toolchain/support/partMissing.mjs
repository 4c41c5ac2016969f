/** A part that can't be had on this machine: `message` says why, `remedy` what to install or do. */
export class PartMissing extends Error {
  constructor(message, remedy) {
    super(message);
    this.name = "PartMissing";
    this.remedy = remedy;
  }
}
