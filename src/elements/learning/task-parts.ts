/** The learning parts that are graded by running. */
import './exercise-card.ts';
import './parsons-problem.ts';
