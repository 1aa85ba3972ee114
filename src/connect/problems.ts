import { problemsOf } from '../kernel/index.ts';

export const connectProblems = {
  'source-not-found': {
    status: 404,
    title: { vi: 'Không có nguồn này', en: 'There is no such source' },
    detail: {
      vi: 'Không có nguồn "{source}". Danh sách ở /sources.',
      en: 'There is no source "{source}". /sources lists them all.',
    },
  },
  'invalid-id': {
    status: 422,
    title: { vi: 'Mã không dùng được', en: 'The id cannot be used' },
    detail: {
      vi: 'Mã "{id}" không dùng được: chỉ gồm chữ thường không dấu, số, dấu - và _, bắt đầu bằng chữ hoặc số, dài không quá 40.',
      en: 'The id "{id}" cannot be used: lower-case letters a–z, digits, - and _, starting with a letter or digit, at most 40 characters.',
    },
  },
  'file-not-readable': {
    status: 422,
    title: { vi: 'Không đọc được tệp hay thư mục', en: 'The file or folder cannot be read' },
    detail: {
      vi: 'Không đọc được {path}: {reason}. Kiểm tra đường dẫn và quyền đọc của nút.',
      en: '{path} cannot be read: {reason}. Check the path and that the node may read it.',
    },
  },
  'empty-folder': {
    status: 422,
    title: { vi: 'Thư mục không có tệp nào', en: 'The folder holds no file' },
    detail: {
      vi: 'Thư mục {path} không có tệp nào để đọc.',
      en: 'The folder {path} holds no file to read.',
    },
  },
  'address-not-reached': {
    status: 502,
    title: { vi: 'Không lấy được dữ liệu từ địa chỉ', en: 'The address gave no data' },
    detail: {
      vi: 'Địa chỉ {url} không trả dữ liệu: {reason}. Thử mở địa chỉ đó bằng trình duyệt, rồi thử lại.',
      en: '{url} gave no data: {reason}. Try the address in a browser, then try again.',
    },
  },
  'address-inside': {
    status: 422,
    title: { vi: 'Địa chỉ nằm trong mạng nội bộ', en: 'The address lies inside the network' },
    detail: {
      vi: 'Địa chỉ {url} dẫn tới {host} trong mạng của nút nên không được lấy. Nếu đúng là nguồn dữ liệu, người vận hành thêm {host} vào LIENTHONG_ALLOWED_HOSTS.',
      en: '{url} leads to {host} inside the network of the node and is not fetched. If it is a source of data, the operator adds {host} to LIENTHONG_ALLOWED_HOSTS.',
    },
  },
  'nothing-to-fetch': {
    status: 422,
    title: { vi: 'Nguồn này không có nơi để lấy', en: 'This source has nowhere to fetch from' },
    detail: {
      vi: 'Nguồn "{source}" nhận tệp tải lên; gửi tệp cùng yêu cầu.',
      en: 'The source "{source}" takes uploads; send the file with the request.',
    },
  },
} as const;

export const connectProblem = problemsOf(connectProblems);
