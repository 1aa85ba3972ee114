import type { Messages } from '../../kernel/index.ts';

/** What is said of deliveries that wait for the database. */
export const spillMessages = {
  waits: {
    vi: 'Đã nhận và ghi xuống đĩa, chưa vào cơ sở dữ liệu vì cơ sở dữ liệu đang tạm ngừng. Không cần gửi lại: nút tự lưu khi cơ sở dữ liệu trở lại; xem kết quả ở địa chỉ này.',
    en: 'Received and written to the disk, not stored yet, because the database is away. It need not be sent again: the node stores it by itself when the database is back; look at this address for what became of it.',
  },
  title: { vi: 'Số liệu trạm chờ cơ sở dữ liệu', en: 'Deliveries of stations that wait for the database' },
  none: { vi: 'Không có lần giao nào đang chờ.', en: 'No delivery waits.' },
  titleRefused: {
    vi: 'Số liệu trạm đã chờ mà không lưu được',
    en: 'Deliveries of stations that waited and could not be stored',
  },
  noneRefused: { vi: 'Không có lần giao nào như vậy trong 30 ngày qua.', en: 'None in the last 30 days.' },
  waiting: {
    vi: '{count} lần giao ({size}, {percent} % chỗ dành sẵn) đang chờ trên đĩa vì cơ sở dữ liệu tạm ngừng. Hãy khởi động lại cơ sở dữ liệu hoặc giải phóng đĩa của nó; nút tự lưu sau đó. Khi hết chỗ, người gửi bị từ chối và tự giữ số liệu.',
    en: '{count} deliveries ({size}, {percent} % of the room for them) wait on the disk because the database is away. Start the database again, or make room on its disk; the node stores them by itself then. When the room is used up, senders are refused and keep their data themselves.',
  },
  storing: {
    vi: '{count} lần giao ({size}) đã chờ cơ sở dữ liệu và đang được lưu.',
    en: '{count} deliveries ({size}) had waited for the database and are being stored.',
  },
  refused: {
    vi: '{count} lần giao đã chờ cơ sở dữ liệu rồi không lưu được trong 30 ngày qua, gần nhất của {sender} vào mạng trạm {network}: {reason} Nội dung vẫn được giữ nguyên (tệp {file}); xem biên nhận của mạng trạm.',
    en: '{count} deliveries that had waited for the database could not be stored in the last 30 days, the newest by {sender} into the network {network}: {reason} Their bytes are kept as they came (file {file}); look at the receipts of the network.',
  },
  doctor: {
    vi: 'Có lần giao chờ cơ sở dữ liệu. Hãy xem /operations.',
    en: 'Deliveries wait for the database. Look at /operations.',
  },
} as const satisfies Messages;
