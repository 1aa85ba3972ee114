import { AsyncResource } from 'node:async_hooks';

interface Asked<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Asks one thing at a time for many: what is asked while an answer is on its way goes together in the next, so that many
 * requests share a round trip. Who asks alone waits for nobody.
 */
export class Together<Question, Answer = void> {
  readonly #answer: (questions: readonly Question[]) => Promise<readonly Answer[]>;
  readonly #most: number;
  readonly #waiting: Asked<Question, Answer>[] = [];
  #working: Promise<void> | null = null;

  /** `answer` gives as many answers as there are questions, in their order; of more than `most` the rest waits. */
  constructor(answer: (questions: readonly Question[]) => Promise<readonly Answer[]>, most = 500) {
    // Whoever asks first does not ask for himself alone: the work belongs to no request.
    this.#answer = AsyncResource.bind(answer);
    this.#most = most;
  }

  /** Rejects with what the work threw: for all that were asked together. */
  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      this.#working ??= this.#work().finally(() => (this.#working = null));
    });
  }

  /** Waits for what was asked. */
  async settled(): Promise<void> {
    await this.#working;
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const together = this.#waiting.splice(0, this.#most);
      try {
        const answers = await this.#answer(together.map(({ question }) => question));
        together.forEach(({ resolve }, place) => resolve(answers[place]!));
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
    }
  }
}
