/** The learning parts that need no Python. */
import './predict-output.ts';
import './quiz-card.ts';
import './reflect-note.ts';
