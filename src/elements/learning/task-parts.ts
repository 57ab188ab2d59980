/** The learning parts that are graded by running. */
import './parsons-problem.ts';
