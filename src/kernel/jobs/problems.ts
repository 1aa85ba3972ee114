import { problemsOf, type ProblemTypes } from '../problem.ts';

export const jobProblems = {
  'invalid-schedule': {
    status: 400,
    title: { vi: 'Lịch chạy không hợp lệ', en: 'The schedule is not valid' },
    detail: {
      vi: 'Lịch "{cron}" không đọc được: {reason}. Hãy viết năm cột phút, giờ, ngày, tháng, thứ; ví dụ "0 6 * * *" là 6 giờ sáng hằng ngày.',
      en: 'The schedule "{cron}" cannot be read: {reason}. Write five columns: minute, hour, day, month, weekday; "0 6 * * *" is six in the morning every day.',
    },
  },
  'job-over-budget': {
    status: 500,
    title: { vi: 'Công việc chạy quá thời gian cho phép', en: 'The job took longer than allowed' },
    detail: {
      vi: 'Công việc đã chạy quá {seconds} giây và bị dừng. Hãy chia nhỏ dữ liệu hoặc tăng thời gian cho phép.',
      en: 'The job ran for more than {seconds} seconds and was stopped. Split the data or allow more time.',
    },
  },
  'job-lost': {
    status: 500,
    title: { vi: 'Công việc bị gián đoạn nhiều lần', en: 'The job was interrupted too often' },
    detail: {
      vi: 'Chương trình đã dừng đột ngột {count} lần khi làm công việc này, nên không thử lại nữa. Hãy xem nhật ký, xử lý nguyên nhân rồi tạo lại công việc.',
      en: 'The program broke off {count} times at this job, so it is not tried again. Look in the log, mend the cause, then create the job again.',
    },
  },
} as const satisfies ProblemTypes;

export const jobProblem = problemsOf(jobProblems);
