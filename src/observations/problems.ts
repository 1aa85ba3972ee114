import { problemsOf } from '../kernel/index.ts';

export const observationProblems = {
  'network-not-found': {
    status: 404,
    title: { vi: 'Không có mạng trạm này', en: 'There is no such network' },
    detail: {
      vi: 'Không có mạng trạm "{network}", hoặc bạn chưa được phép xem. Danh sách ở /networks.',
      en: 'There is no network "{network}", or you may not see it. /networks lists them.',
    },
  },
  'network-exists': {
    status: 409,
    title: { vi: 'Mã mạng trạm đã được dùng', en: 'The network id is taken' },
    detail: {
      vi: 'Mã "{network}" đã là của một bộ dữ liệu hoặc mạng trạm khác. Hãy chọn mã khác.',
      en: 'The id "{network}" already belongs to a dataset or another network. Choose another one.',
    },
  },
  'intake-full': {
    status: 503,
    title: { vi: 'Nút đang nhận quá nhiều số liệu', en: 'The node is taking in too much at once' },
    detail: {
      vi: 'Hàng chờ đã đầy ({waiting} số liệu). Chưa có gì của lần gửi này được lưu; hãy gửi lại sau vài giây.',
      en: 'The queue is full ({waiting} readings). Nothing of this delivery was stored; send it again in a few seconds.',
    },
  },
  'reading-in-future': {
    status: 400,
    title: { vi: 'Thời điểm ở tương lai', en: 'The moment lies in the future' },
    detail: {
      vi: 'Thời điểm {time} muộn hơn giờ hiện tại của nút quá 24 giờ. Hãy kiểm tra đồng hồ của thiết bị và múi giờ.',
      en: 'The moment {time} is more than 24 hours later than the clock of the node. Check the device’s clock and the time zone.',
    },
  },
  'reading-out-of-calendar': {
    status: 400,
    title: { vi: 'Thời điểm ngoài khoảng cho phép', en: 'The moment is out of range' },
    detail: {
      vi: 'Thời điểm {time} trước năm 1600 hoặc không phải là thời điểm hợp lệ.',
      en: 'The moment {time} is before the year 1600 or is no valid moment.',
    },
  },
  'too-many-series': {
    status: 507,
    title: { vi: 'Hết số cho chuỗi', en: 'No number left for a series' },
    detail: {
      vi: 'Một nút giữ tối đa {limit} chuỗi số liệu. Hãy chia cho nhiều nút.',
      en: 'One node keeps at most {limit} series. Divide them among several nodes.',
    },
  },
} as const;

export const observationProblem = problemsOf(observationProblems);
